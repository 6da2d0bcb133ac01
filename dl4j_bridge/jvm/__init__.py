"""Python to the JVM: toolchain, backends, options, start, overloads, exceptions."""
