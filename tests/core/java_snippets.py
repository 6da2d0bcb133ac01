"""Java programs that print; what they print is asked of Java."""
# ruff: noqa: E501

_HEAD = """import java.util.*;
import java.util.function.*;


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
}
