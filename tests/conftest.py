"""What holds for every test."""

import signal

# A shell that runs the tests in the background has them ignore Ctrl-C, and so would all that they
# start: the tests of Ctrl-C would wait in vain.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
