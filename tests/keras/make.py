"""Makes the files of this folder, with Keras 2 (tensorflow-cpu 2.15) or Keras 3 installed.

Each is a model as Keras saves it, with random weights, and beside it what Keras answers in every
layer for a few rows. `python make.py` writes those of the Keras that is there.
"""

from pathlib import Path

import numpy as np

try:
    from tensorflow import keras
except ImportError:
    import keras

L = keras.layers
HERE = Path(__file__).parent
KERAS_3 = hasattr(keras, "ops")
ROWS = 3


def chain(shape, *layers):
    return keras.Sequential([keras.Input(shape), *layers])


def residual():
    x = keras.Input((6, 6, 3))
    a = L.Conv2D(4, 3, padding="same")(x)
    b = L.Activation("relu")(L.BatchNormalization()(a))
    c = L.Activation("tanh")(L.Add()([a, L.Conv2D(4, 3, padding="same")(b)]))
    return keras.Model(x, L.Dense(3, activation="softmax")(L.Flatten()(L.Concatenate()([c, a]))))


def two_ends():
    x, y = keras.Input((8,), name="x"), keras.Input((3,), name="y")
    a = L.Dense(5, activation="relu", name="e")(x)
    b = L.Dense(5, name="kernel")(x)
    c = L.Maximum()([L.Multiply()([a, b]), L.Average()([a, b])])
    joined = L.Concatenate()([L.Subtract()([c, a]), y])
    return keras.Model([x, y], [L.Dense(2, name="p")(joined), L.Dense(1, name="q")(joined)])


def sequences():
    x = keras.Input((7, 4))
    there = L.Bidirectional(L.LSTM(3, return_sequences=True))(x)
    joined = L.Concatenate()([there, L.LSTM(5, return_sequences=True)(x)])
    return keras.Model(x, L.Dense(2)(L.GlobalMaxPooling1D()(joined)))


BOTH = {
    "activations": lambda: chain(
        (6,),
        L.Dense(5, activation="selu"),
        L.Dense(5),
        L.LeakyReLU(),
        L.Dense(5, activation="swish"),
        L.Dense(5),
        L.Activation("elu"),
        L.BatchNormalization(),
        L.Dropout(0.5),
        L.Dense(4, activation="softplus"),
        L.Dense(3, activation="softmax"),
    ),
    "pictures": lambda: chain(
        (11, 12, 2),
        L.ZeroPadding2D(((1, 2), (0, 1))),
        L.Conv2D(4, 3, dilation_rate=2, activation="tanh"),
        L.AveragePooling2D(3, strides=2, padding="same"),
        L.SeparableConv2D(4, 3, padding="same", activation="relu"),
        L.MaxPooling2D(2),
        L.UpSampling2D(2),
        L.Cropping2D(((1, 0), (1, 1))),
        L.Conv2DTranspose(3, 3, strides=2, padding="same"),
        L.Flatten(),
        L.Dense(3),
    ),
    "words": lambda: chain(
        (7,), L.Embedding(20, 5), L.LSTM(4, return_sequences=True), L.SimpleRNN(3), L.Dense(2)
    ),
    "steps": lambda: chain(
        (10, 4),
        L.Conv1D(6, 3, padding="same", activation="relu"),
        L.MaxPooling1D(2),
        L.LSTM(4, return_sequences=True),
        L.Dense(3),
    ),
    "sequences": sequences,
    "residual": residual,
    "two_ends": two_ends,
    "hard_sigmoid": lambda: chain((6,), L.Dense(5, activation="hard_sigmoid"), L.Dense(2)),
}
NOT_IMPORTED = {"gru": lambda: chain((7, 4), L.GRU(3), L.Dense(2))}


def make(name, model, suffix):
    random = np.random.default_rng(5)
    for layer in model.layers:
        made = [random.standard_normal(w.shape) * 0.5 for w in layer.get_weights()]
        if isinstance(layer, L.BatchNormalization):
            made = [np.abs(w) + 0.5 for w in made]
        layer.set_weights(made)
    model.save(HERE / f"{name}{suffix}")
    shapes = [(ROWS, *map(int, x.shape[1:])) for x in model.inputs]
    drawn = random.integers(1, 20, shapes[0]) if name.startswith("words") else None
    xs = [np.float32(random.standard_normal(s) if drawn is None else drawn) for s in shapes]
    inner = keras.Model(model.inputs, [layer.output for layer in model.layers])
    answers = inner(xs if len(xs) > 1 else xs[0])
    arrays = {f"input{i}": x for i, x in enumerate(xs)}
    for layer, answer in zip(model.layers, answers, strict=True):
        arrays[layer.name] = np.asarray(answer.detach() if hasattr(answer, "detach") else answer)
    np.savez_compressed(HERE / f"{name}{suffix}.npz", **arrays)


if __name__ == "__main__":
    if KERAS_3:
        for name in ("hard_sigmoid", "residual", "sequences"):
            make(f"{name}-3", BOTH[name](), ".keras")
        for name in ("words", "two_ends"):
            make(f"{name}-3", BOTH[name](), ".h5")
        for name, model in NOT_IMPORTED.items():
            make(f"{name}-3", model(), ".h5")
    else:
        for name, model in BOTH.items():
            make(f"{name}-2", model(), ".h5")
