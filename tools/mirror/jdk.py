"""Classes of the JDK that Deeplearning4j's methods take or give back."""

from __future__ import annotations

# With the methods that a stub lists: a newer JDK has more of them.
JDK = {
    "java.io.File": """
        delete exists getAbsolutePath getName getParentFile getPath isDirectory isFile length
        listFiles mkdirs""",
    "java.lang.AutoCloseable": "close",
    "java.lang.Comparable": "compareTo",
    "java.lang.Enum": "compareTo name ordinal",
    "java.lang.Exception": "",
    "java.lang.Iterable": "forEach iterator",
    "java.lang.Object": "equals getClass hashCode toString",
    "java.lang.RuntimeException": "",
    "java.lang.String": """
        contains endsWith equalsIgnoreCase isEmpty length replace split startsWith substring
        toLowerCase toUpperCase trim""",
    "java.lang.Throwable": "getCause getMessage printStackTrace",
    "java.util.ArrayList": "",
    "java.util.Arrays": "asList fill sort",
    "java.util.Collection": "add addAll clear contains isEmpty remove size toArray",
    "java.util.Collections": "emptyList emptyMap reverse singletonList singletonMap sort",
    "java.util.HashMap": "",
    "java.util.Iterator": "hasNext next remove",
    "java.util.LinkedHashMap": "",
    "java.util.List": "add get indexOf remove set subList",
    "java.util.Map": """
        clear containsKey entrySet get getOrDefault isEmpty keySet put putAll remove size values""",
    "java.util.Map$Entry": "getKey getValue setValue",
    "java.util.Random": "nextBoolean nextDouble nextFloat nextGaussian nextInt nextLong setSeed",
    "java.util.Set": "",
    "java.util.concurrent.TimeUnit": "toMillis toMinutes toSeconds values valueOf",
}

# What JPype adds, so that they behave like Python's own.
PROTOCOLS = {
    "java.lang.AutoCloseable": [
        "def __enter__(self) -> Self: ...",
        "def __exit__(self, *error: Any) -> None: ...",
    ],
    "java.lang.Iterable": ["def __iter__(self) -> abc.Iterator[_T]: ..."],
    "java.lang.String": [
        "def __add__(self, other: Any, /) -> java_lang.String: ...",
        "def __contains__(self, text: Any, /) -> bool: ...",
        "def __eq__(self, other: object, /) -> bool: ...",
        "def __getitem__(self, index: Any, /) -> str: ...",
        "def __hash__(self) -> int: ...",
        "def __len__(self) -> int: ...",
    ],
    "java.util.Collection": [
        "def __contains__(self, element: Any, /) -> bool: ...",
        "def __len__(self) -> int: ...",
    ],
    "java.util.Iterator": [
        "def __iter__(self) -> Self: ...",
        "def __next__(self) -> _E: ...",
    ],
    "java.util.List": ["def __getitem__(self, index: int, /) -> _E: ..."],
    "java.util.Map": [
        "def __contains__(self, key: Any, /) -> bool: ...",
        "def __getitem__(self, key: Any, /) -> _V: ...",
        "def __iter__(self) -> abc.Iterator[_K]: ...",
        "def __len__(self) -> int: ...",
        "def __setitem__(self, key: Any, value: Any, /) -> None: ...",
    ],
    "org.nd4j.linalg.api.ndarray.INDArray": [
        "def __array__(self, dtype: Any = ..., copy: bool | None = ...) -> NDArray[Any]: ..."
    ],
}
