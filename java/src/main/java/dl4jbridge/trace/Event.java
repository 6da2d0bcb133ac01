package dl4jbridge.trace;

import java.lang.reflect.Array;
import java.util.Map;

/** One line of the trace: a JSON object that is filled field by field. */
final class Event {

    private final StringBuilder text;

    Event(String name) {
        text = new StringBuilder(256).append("{\"event\":");
        string(name);
        put("seconds", Journal.seconds());
    }

    /** Adds a field: a text, number, truth, null, map, array, or list of such. */
    Event put(String name, Object value) {
        text.append(',');
        string(name);
        text.append(':');
        value(value);
        return this;
    }

    /** Adds a field that is JSON already, perhaps on many lines. */
    Event putJson(String name, String json) {
        text.append(',');
        string(name);
        // Inside of a JSON text a line break is always escaped.
        text.append(':').append(json.replace("\n", "").replace("\r", ""));
        return this;
    }

    /** Writes the line. */
    void write() {
        Journal.write(text.append("}\n").toString());
    }

    private void value(Object value) {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            text.append(value);
        } else if (value instanceof Map) {
            map((Map<?, ?>) value);
        } else if (value instanceof Iterable) {
            String comma = "";
            text.append('[');
            for (Object one : (Iterable<?>) value) {
                text.append(comma);
                value(one);
                comma = ",";
            }
            text.append(']');
        } else if (value.getClass().isArray()) {
            text.append('[');
            for (int i = 0; i < Array.getLength(value); i++) {
                text.append(i == 0 ? "" : ",");
                value(Array.get(value, i));
            }
            text.append(']');
        } else {
            string(value.toString());
        }
    }

    private void map(Map<?, ?> map) {
        String comma = "";
        text.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(comma);
            string(entry.getKey().toString());
            text.append(':');
            value(entry.getValue());
            comma = ",";
        }
        text.append('}');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char one = value.charAt(i);
            if (one == '"' || one == '\\') {
                text.append('\\').append(one);
            } else if (one < ' ' || Character.isSurrogate(one)) {
                text.append(String.format("\\u%04x", (int) one));
            } else {
                text.append(one);
            }
        }
        text.append('"');
    }
}
