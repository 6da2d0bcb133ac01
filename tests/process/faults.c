/* Preloaded into a process, lets the n-th call on files below a folder fail, as a disk would.

   A test arms it through ctypes before each try, so that one process, with its JVM, serves all n. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { ONCE, FROM_THEN_ON, SHORT, SHORT_THEN_FULL };
enum { FILES = 65536 };

static char folder[4096];
static long left; /* calls until the fault */
static int number, manner, reads_too;
static const char *volatile fired;
static char watched[FILES];

/* Begin: the n-th call fails with an error, once, or with all later ones, or writes too little. */
void faults_arm(const char *below, long n, int error, int how) {
    strncpy(folder, below, sizeof folder - 1);
    number = error;
    manner = how;
    reads_too = error == EIO || error == EINTR;
    fired = NULL;
    __atomic_store_n(&left, n, __ATOMIC_SEQ_CST);
}

/* End; the name of the call that failed, or NULL. */
const char *faults_disarm(void) {
    __atomic_store_n(&left, 0, __ATOMIC_SEQ_CST);
    folder[0] = 0;
    return fired;
}

static int inside(const char *path) {
    return folder[0] && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_watched(int file) { return folder[0] && file >= 0 && file < FILES && watched[file]; }

/* Whether this call is to fail; counts it. */
static int fails(const char *call) {
    if (fired)
        return manner == FROM_THEN_ON || manner == SHORT_THEN_FULL;
    if (__atomic_load_n(&left, __ATOMIC_SEQ_CST) <= 0)
        return 0;
    if (__atomic_sub_fetch(&left, 1, __ATOMIC_SEQ_CST) != 0)
        return 0;
    fired = call;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define FAIL_IF(condition, call)                                                                   \
    if ((condition) && fails(call)) {                                                              \
        errno = number;                                                                            \
        return -1;                                                                                 \
    }

/* A fault of writing may be that less is written than asked for. */
#define WRITE(call, file, count)                                                                   \
    if (is_watched(file)) {                                                                        \
        int first = !fired;                                                                        \
        if (fails(call)) {                                                                         \
            if (!(first && manner >= SHORT && count > 1)) {                                        \
                errno = number;                                                                    \
                return -1;                                                                         \
            }                                                                                      \
            count /= 2;                                                                            \
        }                                                                                          \
    }

/* Calls other than writes are never short: they go through, and the next one is the n-th. */
#define OTHER(condition, call)                                                                     \
    if ((condition) && manner < SHORT)                                                             \
    FAIL_IF(1, call)

static int opened(int file, const char *path) {
    if (file >= 0 && file < FILES)
        watched[file] = inside(path);
    return file;
}

#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...) {                                                   \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;                  \
        va_end(rest);                                                                              \
        OTHER(inside(path), #name)                                                                 \
        return opened(REAL(name)(path, flags, mode), path);                                        \
    }

#define OPENAT(name)                                                                               \
    int name(int at, const char *path, int flags, ...) {                                           \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;                  \
        va_end(rest);                                                                              \
        OTHER(inside(path), #name)                                                                 \
        return opened(REAL(name)(at, path, flags, mode), path);                                    \
    }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int file, const void *bytes, size_t count) {
    WRITE("write", file, count)
    return REAL(write)(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
    WRITE("pwrite", file, count)
    return REAL(pwrite)(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
    WRITE("pwrite64", file, count)
    return REAL(pwrite64)(file, bytes, count, at);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    OTHER(is_watched(file), "writev")
    return REAL(writev)(file, parts, count);
}

ssize_t read(int file, void *bytes, size_t count) {
    OTHER(reads_too && is_watched(file), "read")
    return REAL(read)(file, bytes, count);
}

int fsync(int file) {
    OTHER(is_watched(file), "fsync")
    return REAL(fsync)(file);
}

int fdatasync(int file) {
    OTHER(is_watched(file), "fdatasync")
    return REAL(fdatasync)(file);
}

int ftruncate(int file, off_t length) {
    OTHER(is_watched(file), "ftruncate")
    return REAL(ftruncate)(file, length);
}

int ftruncate64(int file, off64_t length) {
    OTHER(is_watched(file), "ftruncate64")
    return REAL(ftruncate64)(file, length);
}

int rename(const char *from, const char *to) {
    OTHER(inside(from) || inside(to), "rename")
    return REAL(rename)(from, to);
}

int renameat(int from_at, const char *from, int to_at, const char *to) {
    OTHER(inside(from) || inside(to), "renameat")
    return REAL(renameat)(from_at, from, to_at, to);
}

int chmod(const char *path, mode_t mode) {
    OTHER(inside(path), "chmod")
    return REAL(chmod)(path, mode);
}

int fchmodat(int at, const char *path, mode_t mode, int flags) {
    OTHER(inside(path), "fchmodat")
    return REAL(fchmodat)(at, path, mode, flags);
}

/* The file is closed even when an error is told, as the kernel does it. */
int close(int file) {
    int mine = is_watched(file);
    if (file >= 0 && file < FILES)
        watched[file] = 0;
    int done = REAL(close)(file);
    OTHER(mine, "close")
    return done;
}
