"""Names for the kinds of arrays that the matcher works on; for annotations only, numpy stays unloaded."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Words = NDArray[np.uint64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
else:
    Ints = Words = Floats = Bools = object
