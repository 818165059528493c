"""The charter: the whole regulation as typed data, loaded with every error at once."""

from pipelines.core.charter.load import CharterError, load
from pipelines.core.charter.model import Charter

__all__ = ["Charter", "CharterError", "load"]
