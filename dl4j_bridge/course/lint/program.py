"""A program as the rules see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from ..code import Code
from ..constants import Constant, constant, number
from ..names import Names, Variable
from ..networks import LayerCode, NetworkCode, layers, networks
from ..source import Source
from .iterators import IteratorCode, iterator


class Program:
    """The parts of a Java program, each read once."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.names = Names(sources)

    @cached_property
    def layers(self) -> list[LayerCode]:
        """Every layer that is built."""
        return layers(self.names)

    @cached_property
    def networks(self) -> list[NetworkCode]:
        """Every network that is configured."""
        return networks(self.names, self.layers)

    @cached_property
    def iterators(self) -> list[IteratorCode]:
        """Every iterator over a data set that Deeplearning4j knows."""
        found = (iterator(self.names, code) for code in self.created())
        return [known for known in found if known]

    @cached_property
    def _created(self) -> list[Code]:
        return [
            code for file in self.names.files for code in file.within("object_creation_expression")
        ]

    @cached_property
    def _calls(self) -> dict[str, list[Code]]:
        found = defaultdict(list)
        for file in self.names.files:
            for code in file.within("method_invocation"):
                found[code.field_text("name")].append(code)
        return found

    def created(self, *kinds: str) -> list[Code]:
        """Every `new` of these classes, or of any, in the order of the text."""
        return [code for code in self._created if not kinds or code.created in kinds]

    def calls(self, *names: str) -> list[Code]:
        """Every call of methods of these names."""
        return [code for name in names for code in self._calls.get(name, ())]

    def constant(self, code: Code) -> Constant | None:
        """What an expression is known to be, or None."""
        return constant(self.names, code)

    def number(self, code: Code | None) -> int | float | None:
        """What an expression is known to be as a number, or None."""
        return number(self.names, code)

    def variable(self, code: Code | None) -> Variable | None:
        """The variable that an expression names, or None."""
        return None if code is None else self.names.variable(code)

    def type(self, code: Code | None) -> str:
        """The class of what an expression names or creates, empty where it is not known."""
        if code is None:
            return ""
        created = self.names.definition(code).created
        variable = self.variable(code)
        return created or (variable.type.split("<")[0] if variable else "")

    @cached_property
    def network(self) -> NetworkCode | None:
        """The only network, where there is one and all of it is known."""
        alone = self.networks[0] if len(self.networks) == 1 else None
        return alone if alone and alone.complete else None

    @cached_property
    def fitted(self) -> list[Code]:
        """The `fit` calls on networks."""
        return [call for call in self.calls("fit") if self.is_network(call.field("object"))]

    def is_network(self, code: Code | None) -> bool:
        """Whether an expression is known to be a network."""
        return self.type(code) in ("MultiLayerNetwork", "ComputationGraph")
