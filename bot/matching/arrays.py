"""Names for the kinds of arrays that the matcher works on; for annotations only, numpy stays unloaded."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.integer[Any]]
    Words = NDArray[np.unsignedinteger[Any]]
    Floats = NDArray[np.floating]
    Bools = NDArray[np.bool_]
else:
    Ints = Words = Floats = Bools = object
