"""Java programs that print; what they print is asked of Java."""
# ruff: noqa: E501

_HEAD = """import java.util.*;
import java.util.function.*;
import java.util.stream.*;


public class {name} {{
    public static void main(String[] args) throws Exception {{
"""


def whole_class(name: str, body: str) -> str:
    """A class around statements, and around members after a line `---`."""
    statements, _, members = body.partition("---")
    return f"{_HEAD.format(name=name)}\n{statements}\n    }}\n{members}\n}}\n"


SNIPPETS = {
    "Division": """
        int a = -7, b = 2;
        System.out.println(a / b + " " + a % b + " " + 7 / b + " " + 7 / 2.0 + " " + 1 / 3f);
        double zero = 0;
        System.out.println(1 / zero + " " + -1 / zero + " " + 0 / zero + " " + 5.5 % -2);
        int n = 9;
        n /= 2;
        n *= 3;
        n -= 1.5;
        System.out.println(n + " " + Math.floorMod(-7, 3) + " " + (int) -2.7 + " " + (int) 3e10);
    """,
    "Overflow": """
        int hash = 7;
        for (char c : "Deeplearning4j".toCharArray()) hash = 31 * hash + c;
        long seed = 42;
        for (int i = 0; i < 5; i++) seed = seed * 6364136223846793005L + 1442695040888963407L;
        System.out.println(hash + " " + seed + " " + "text".hashCode());
        int f = 1;
        for (int i = 1; i < 20; i++) f *= i;
        System.out.println(f + " " + (1 << 31) + " " + (-17 >>> 28) + " " + (-17 >> 2) + " " + ~7);
        System.out.println(1_000_000 * 1_000_000 + " " + 1_000_000 * 1_000_000L);
        System.out.println((byte) 200 + " " + (5 & 3 | 8 ^ 2) + " " + 0x1F + " " + 0b101);
    """,
    "Texts": """
        float f = 0.1f;
        double d = 1e-5;
        String none = null;
        char c = 'a';
        c += 2;
        System.out.println("f " + f + " d " + d + " " + 1e7 + " " + 1e-3 + " " + 123456789.0 + none);
        System.out.println(c + 1 + " " + (char) (c + 1) + c + 'x' + true + " " + (double) f + " " + f * 3);
        String s = "  Hello, \\"World\\"  ";
        System.out.println(s.trim().length() + s.trim().substring(2, 4) + s.indexOf("W") + s.isEmpty());
        System.out.println(String.join("-", "a", "b") + Arrays.toString("a,b,,c,,".split(",")));
        System.out.println("x".equals("x") + " " + "b".compareTo("a") + "ab".repeat(2) + "{}" + 'q');
    """,
    "Formats": """
        System.out.println(String.format("%.2f|%.0f|%6.1f|%-8.3f|", 0.125, 2.5, 97.25, Math.PI));
        System.out.printf("%5d|%-5d|%05d|%,d|%x|%+d%n", 42, 42, 42, 1234567, 255, 5);
        System.out.printf("%s %10s|%-6s|%c|%b|%%|%e|%n", 1.0, "right", "left", 'q', true, 12345.678);
        System.out.println(String.format("%.2f%% %.3e %g", 1.005, 0.00012, 0.00012345));
    """,
    "Loops": """
        for (int i = 0; i < 3; i++) System.out.print(i + " ");
        for (int i = 10; i >= 0; i -= 5) System.out.print(i + " ");
        for (int i = 0; i < 10; i++) { if (i == 2) i += 3; if (i % 2 == 0) continue; System.out.print(i); }
        System.out.println();
        int k = 3;
        do { System.out.print(k + ","); k--; } while (k > 0);
        int j = 0;
        while (j++ < 3) System.out.print(j);
        outer:
        for (int x = 0; x < 4; x++) {
            for (int y = 0; y < 4; y++) {
                if (y == 2) continue outer;
                if (x == 2) break outer;
                System.out.print(" " + x + y);
            }
        }
        int[] a = {3, 1, 2};
        int p = 0;
        a[p++] = 7;
        int q = p++ + ++p;
        System.out.println(" " + Arrays.toString(a) + p + q);
    """,
    "Switches": """
        for (int day = 1; day <= 5; day++) {
            switch (day) {
                case 1:
                    System.out.print("one falls to ");
                case 2:
                case 3: System.out.println("few"); break;
                default: System.out.println("many");
            }
        }
        String word = "b";
        int v = switch (word) { case "a" -> 1; case "b", "c" -> { int t = 4; yield t * 2; } default -> 0; };
        System.out.println(v + (v > 3 ? " big" : v > 1 ? " some" : " none"));
    """,
    "Arrays2": """
        double[][] grid = new double[2][3];
        grid[1][2] = 7;
        int[][] ragged = {{1}, {2, 3}, {}};
        double[] ones = {1, 2, 3};
        Arrays.fill(ones, 4);
        String[] words = new String[2];
        System.out.println(Arrays.deepToString(grid) + ragged[1].length + words[0] + Arrays.toString(ones));
        int[] copy = Arrays.copyOf(ragged[1], 4);
        Arrays.sort(copy);
        float[] fs = {0.1f, 2};
        System.out.println(Arrays.toString(copy) + Arrays.toString(fs) + grid.length + grid[0].length);
    """,
    "Collections2": """
        Map<String, Integer> counts = new HashMap<>();
        for (String w : "the cat and the dog and the bird".split(" ")) {
            counts.merge(w, 1, Integer::sum);
        }
        System.out.println(counts + " " + counts.get("the") + counts.containsKey("fish"));
        for (Map.Entry<String, Integer> e : counts.entrySet()) System.out.print(e.getKey() + e.getValue());
        List<Double> scores = new ArrayList<>();
        scores.add(1.5);
        scores.add(0, 2.0);
        for (double s : scores) System.out.print(s + " ");
        Set<Integer> set = new HashSet<>(Arrays.asList(33, 17, 1));
        System.out.println(set + " " + scores.size() + scores.get(1) + scores.isEmpty() + scores);
        List<String> names = new ArrayList<>(List.of("bb", "a", "ccc"));
        Collections.sort(names);
        names.sort((a, b) -> b.length() - a.length());
        System.out.println(names + " " + String.join("/", names) + names.indexOf("a"));
    """,
    "Faults": """
        System.out.println(check(1) + check(5));
        try { Integer.parseInt("x1"); } catch (NumberFormatException e) { System.out.println(e.getMessage()); }
        try { System.out.println(1 / (args.length - args.length)); }
        catch (ArithmeticException e) { System.out.println(e); }
        try { throw new IllegalStateException("no"); }
        catch (IllegalArgumentException | IllegalStateException e) { System.out.println(e.getMessage()); }
---
    static class Bad extends RuntimeException {
        final int code;
        Bad(String m, int code) { super(m); this.code = code; }
    }
    static int check(int x) {
        try {
            if (x > 2) throw new Bad("too big: " + x, 40 + x);
            return x;
        } catch (Bad e) {
            System.out.println("caught " + e.getMessage() + e.code);
            return -1;
        } finally {
            System.out.println("finally " + x);
        }
    }
    """,
    "Classes": """
        Shape[] shapes = {new Circle(1), new Square(2)};
        for (Shape s : shapes) System.out.println(s.describe() + s);
        Colour c = Colour.valueOf("RED");
        System.out.println(c.next() + " " + c.ordinal() + c.size + Colour.values().length);
        Point p = new Point(1, 2.5);
        System.out.println(p + " " + p.x() + p.equals(new Point(1, 2.5)));
        System.out.println(total() + total(1, 2, 3) + " " + area(2) + area(1.5) + " " + Counter.next() + Counter.next());
---
    interface Shape {
        double area();
        default String describe() { return "area " + area() + " "; }
    }
    static class Circle implements Shape {
        final double r;
        Circle(double r) { this.r = r; }
        public double area() { return r * r * 3; }
        @Override public String toString() { return "Circle(" + r + ")"; }
    }
    static class Square extends Circle {
        Square(double a) { super(a); }
        @Override public double area() { return super.area() / 3; }
    }
    enum Colour {
        RED(3), BLUE(4);
        final int size;
        Colour(int size) { this.size = size; }
        Colour next() { return values()[(ordinal() + 1) % values().length]; }
    }
    record Point(int x, double y) { }
    static class Counter { private static int n; static int next() { return ++n; } }
    static int total(int... xs) { int s = 0; for (int x : xs) s += x; return s; }
    static double area(double a) { return a * a; }
    static int area(int a) { return a * a * 10; }
    """,
    "Functions": """
        Function<Integer, Integer> twice = x -> 2 * x;
        BiFunction<Double, Double, Double> sum = (a, b) -> a + b;
        Supplier<String> hello = () -> "hello";
        System.out.println(twice.apply(4) + " " + sum.apply(1.0, 2.5) + hello.get());
        List<Supplier<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) { final int k = i; all.add(() -> k * 10); }
        for (Supplier<Integer> s : all) System.out.print(s.get() + " ");
        Op op = (a, b) -> a * b;
        Op minus = new Op() { @Override public double of(double a, double b) { return a - b; } };
        System.out.println(op.of(3, 4) + minus.of(3, 4));
---
    interface Op { double of(double a, double b); }
    """,
    "Names": """
        int lambda = 1, in = 2, is = 3, None = 4, list = 5, l = 6;
        String print = "p", def = "d";
        counter += 2;
        System.out.println(lambda + in + is + None + list + l + print + def + counter + LIMIT);
---
    static int counter = 3;
    static final double LIMIT = 1;
    """,
    "Builders": """
        StringBuilder sb = new StringBuilder("abc");
        sb.append(1).append('x').append(2.0).append(0.5f).insert(0, "<").reverse();
        System.out.println(sb + " " + sb.length());
        String text = "";
        for (int i = 0; i < 3; i++) text += i + ",";
        System.out.println(text);
    """,
    "Ranges": """
        int big = Integer.MAX_VALUE;
        big++;
        long l = Long.MAX_VALUE;
        l += 1;
        System.out.println(big + " " + l + " " + Math.abs(Integer.MIN_VALUE) + " " + -Integer.MIN_VALUE);
        int n = 100000;
        int squares = 0;
        for (int i = 0; i < n; i++) squares += i * i;
        System.out.println(squares + " " + n * n + " " + (n * n + 1) + " " + (long) n * n);
        byte b = 127;
        b++;
        short s = (short) 40000;
        s += 30000;
        char c = '\\uffff';
        c++;
        System.out.println(b + " " + s + " " + (int) c + " " + fib(50) + " " + factorial(15));
        int x = Integer.MAX_VALUE;
        int before = x++ - 1;
        int[] filled = {Integer.MAX_VALUE, 1};
        int total = 0;
        for (int v : filled) total += v;
        filled[0] += 2;
        System.out.println(before + " " + x + " " + total + " " + filled[0] + " " + next(next(7)));
        int low = 0, high = 1 << 30, steps = 0;
        while (low < high) { int middle = (low + high) / 2; if (middle < 1000) low = middle + 1; else high = middle; steps++; }
        System.out.println(low + " " + steps + " " + (1 << 31 >> 31) + " " + (5_000_000_000L * 5_000_000_000L));
        int even = 0;
        for (int i = -5; i < 5; i++) if (i % 2 == 0) even += i / 2;
        System.out.println(even + " " + mean(Integer.MAX_VALUE, Integer.MAX_VALUE));
---
    static int fib(int n) { return n < 2 ? n : fib2(n); }
    static int fib2(int n) { int a = 0, b = 1; for (int i = 1; i < n; i++) { int c = a + b; a = b; b = c; } return b; }
    static int factorial(int n) { return n <= 1 ? 1 : n * factorial(n - 1); }
    static int next(int seed) { return seed * 1103515245 + 12345; }
    static int mean(int a, int b) { return (a + b) / 2; }
    """,
    "Order": """
        int[] a = {1, 2, 3, 4};
        int k = 0;
        a[k] = a[k] * k++ + k;
        System.out.println(Arrays.toString(a) + k);
        a[k] = k = 3;
        a[k--] += 10;
        System.out.println(Arrays.toString(a) + k);
        int[] f = new int[3];
        int i = 0;
        f[i++] = i;
        f[i] = i++;
        System.out.println(Arrays.toString(f) + i);
        int[][] grid = new int[2][2];
        int r = 0;
        grid[r++][r] = r + 5;
        grid[r][--r] = r;
        System.out.println(Arrays.deepToString(grid) + r);
        f[take()] = take();
        f[top++] = put();
        System.out.println(Arrays.toString(f) + top);
        i = 1;
        i = i++ + ++i;
        System.out.println(i);
---
    static int top;
    static int taken;
    static int take() { return taken++; }
    static int put() { return top * 100; }
    """,
    "Indices": """
        int[] a = {5, 3, 4, 1};
        for (int i = 1; i < a.length; i++) {
            int x = a[i], j = i - 1;
            while (j >= 0 && a[j] > x) { a[j + 1] = a[j]; j--; }
            a[j + 1] = x;
        }
        System.out.println(Arrays.toString(a));
        for (int i = 0; i < 2; i++) {
            try {
                System.out.println(a[i - 1]);
            } catch (ArrayIndexOutOfBoundsException e) {
                System.out.println("no: " + e.getMessage());
            }
        }
        List<Integer> list = new ArrayList<>(List.of(1, 2));
        int last = "abc".indexOf('z');
        try { list.get(last); } catch (IndexOutOfBoundsException e) { System.out.println(e.getMessage()); }
        try { list.remove(last); } catch (IndexOutOfBoundsException e) { System.out.println("still " + list); }
    """,
    "Constants": """
        for (Gate g : Gate.values()) System.out.print(g + "=" + g.of(1, 0) + g.twice(1) + " ");
        System.out.println(Gate.valueOf("OR").of(1, 1) + " " + Gate.AND.ordinal());
        for (int i = 0; i < 2; i++) System.out.print(new Counted().id + " ");
        System.out.println(Counted.n);
---
    enum Gate {
        AND { int of(int a, int b) { return a & b; } @Override public String toString() { return "and"; } },
        OR { int of(int a, int b) { return a | b; } };
        abstract int of(int a, int b);
        int twice(int a) { return of(a, a) * 2; }
    }
    static class Counted { static int n; final int id = ++n; }
    """,
    "ClassNames": """
        Exception[] all = {new IllegalStateException("x"), new Own(), new ArithmeticException()};
        for (Exception e : all) System.out.print(e.getClass().getSimpleName() + " ");
        try { throw new IllegalArgumentException("y"); }
        catch (RuntimeException e) { System.out.println(e.getClass().getName() + e.getMessage()); }
        try { System.out.println(1 / zero); }
        catch (Exception e) { System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage()); }
---
    static int zero;
    static class Own extends RuntimeException { }
    """,
    "Generics": """
        System.out.println(max(List.of(3, 9, 4)) + " " + max(List.of("b", "a")) + " " + max(List.of(1.5, 0.5)));
        System.out.println(max(List.of(new Box<>(2), new Box<>(5))).value);
---
    static <T extends Comparable<T>> T max(List<T> list) {
        T best = list.get(0);
        for (T t : list) if (t.compareTo(best) > 0) best = t;
        return best;
    }
    static class Box<T extends Comparable<T>> implements Comparable<Box<T>> {
        final T value;
        Box(T value) { this.value = value; }
        @Override public int compareTo(Box<T> other) { return value.compareTo(other.value); }
    }
    """,
    "Iterators": """
        List<Integer> numbers = new ArrayList<>(List.of(1, 2, 3, 4, 5, 5));
        Iterator<Integer> it = numbers.iterator();
        while (it.hasNext()) if (it.next() % 2 == 1) it.remove();
        System.out.println(numbers);
        Map<String, Integer> map = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3));
        for (Iterator<Map.Entry<String, Integer>> e = map.entrySet().iterator(); e.hasNext(); ) {
            if (e.next().getValue() == 2) e.remove();
        }
        System.out.println(map);
        for (int x : new Numbers(3)) System.out.print(x + " ");
        Iterator<Integer> own = new Numbers(2).iterator();
        own.next();
        System.out.println(own.next() + " " + own.hasNext());
---
    static class Numbers implements Iterable<Integer> {
        private final int limit;
        Numbers(int limit) { this.limit = limit; }
        @Override public Iterator<Integer> iterator() {
            return new Iterator<Integer>() {
                private int i = 0;
                @Override public boolean hasNext() { return i < limit; }
                @Override public Integer next() { return i++ * 10; }
            };
        }
    }
    """,
    "Combined": """
        Function<Integer, Integer> twice = x -> x * 2;
        System.out.println(twice.andThen(x -> x + 1).apply(5) + " " + twice.compose((Integer x) -> x - 1).apply(5));
        Predicate<String> empty = s -> s.isEmpty();
        System.out.println(empty.negate().test("") + " " + empty.or(s -> s.length() > 3).test("four"));
        List<String> words = new ArrayList<>(List.of("pear", "fig", "apple", "kiwi"));
        words.sort(Comparator.comparing(String::length).thenComparing(Comparator.reverseOrder()));
        System.out.println(words);
        words.sort(Comparator.comparing((String s) -> s.charAt(1)).reversed());
        System.out.println(words);
        Collections.sort(words, new ByLast());
        System.out.println(words);
        List<Runnable> later = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            final int k = i;
            later.add(new Runnable() { @Override public void run() { System.out.print(k + " "); } });
        }
        for (Runnable r : later) r.run();
        synchronized (words) { System.out.println(words.size()); }
---
    static class ByLast implements Comparator<String> {
        @Override public int compare(String a, String b) { return Character.compare(a.charAt(a.length() - 1), b.charAt(b.length() - 1)); }
    }
    """,
    "Streams": """
        List<String> words = List.of("pear", "fig", "apple", "kiwi", "fig");
        List<Integer> lengths = words.stream().map(String::length).collect(Collectors.toList());
        System.out.println(lengths + " " + words.stream().filter(w -> w.length() > 3).map(s -> s.toUpperCase()).sorted().collect(Collectors.joining(", ", "<", ">")));
        int[] numbers = {3, 1, 2, Integer.MAX_VALUE};
        System.out.println(Arrays.stream(numbers).sum() + " " + Arrays.stream(numbers).max().getAsInt() + " " + Arrays.stream(numbers).average().orElse(0));
        System.out.println(IntStream.rangeClosed(1, 4).map(i -> i * i).sum() + " " + IntStream.range(0, 5).filter(i -> i % 2 == 1).count());
        System.out.println(IntStream.range(0, 3).mapToObj(i -> "n" + i).collect(Collectors.joining("|")));
        double[] parts = {0.1, 0.2, 0.3, 1e20, -1e20};
        System.out.println(Arrays.stream(parts).sum() + " " + words.stream().mapToDouble(w -> w.length() / 3.0).sum());
        System.out.println(words.stream().anyMatch(w -> w.startsWith("k")) + " " + words.stream().allMatch(w -> w.isEmpty()) + words.stream().noneMatch(String::isEmpty));
        words.stream().distinct().skip(1).limit(2).forEach(w -> System.out.print(w + ";"));
        IntStream.range(0, 3).forEach(i -> System.out.print(i + " "));
        System.out.println(words.stream().sorted(Comparator.comparing(String::length).reversed()).collect(Collectors.toList()));
        System.out.println(lengths.stream().mapToInt(Integer::intValue).max().orElse(-1) + " " + lengths.stream().reduce(0, Integer::sum) + " " + words.stream().filter(w -> w.length() > 9).findFirst().orElse("none"));
        int[] squares = IntStream.range(0, 4).map(i -> i * i).toArray();
        System.out.println(Arrays.toString(squares) + words.stream().mapToInt(w -> w.length()).average().getAsDouble());
    """,
}
