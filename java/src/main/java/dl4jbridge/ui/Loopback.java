package dl4jbridge.ui;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keeps a Vert.x verticle's server on this machine.
 *
 * <p>{@code VertxUIServer} listens on every interface and asks nobody. A stand-in for the verticle
 * gives it a stand-in for Vert.x, that one makes stand-ins for servers, and those name the host.
 * All by interfaces and names: Vert.x is not there when this is compiled.
 */
public final class Loopback implements InvocationHandler {
    private static final String HOST = "127.0.0.1";

    private final Object real;

    private Loopback(Object real) {
        this.real = real;
    }

    /** Stands for a verticle, a Vert.x or a server, with all its interfaces. */
    public static Object guard(Object real) {
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        for (Class<?> type = real.getClass(); type != null; type = type.getSuperclass()) {
            interfaces.addAll(Set.of(type.getInterfaces()));
        }
        ClassLoader loader = real.getClass().getClassLoader();
        return Proxy.newProxyInstance(
                loader, interfaces.toArray(new Class<?>[0]), new Loopback(real));
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
        try {
            switch (method.getName()) {
                case "init":
                    return method.invoke(real, guard(arguments[0]), arguments[1]);
                case "createHttpServer":
                    return guard(method.invoke(real, arguments));
                case "listen":
                    listen(method, arguments);
                    return self;
                default:
                    Object result = method.invoke(real, arguments);
                    return result == real ? self : result;
            }
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    /** {@code listen(port, handler)}, the one call the UI makes, with the host; no other. */
    private void listen(Method method, Object[] arguments) throws ReflectiveOperationException {
        Class<?>[] types = method.getParameterTypes();
        if (types.length != 2 || types[0] != int.class || types[1] == String.class) {
            throw new UnsupportedOperationException(method + " is not kept on " + HOST);
        }
        method.getDeclaringClass()
                .getMethod("listen", int.class, String.class, types[1])
                .invoke(real, arguments[0], HOST, arguments[1]);
    }
}
