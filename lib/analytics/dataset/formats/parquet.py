"""Parquet: types as they are, instants with their zone, columns under their lasting names."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from lib.analytics.dataset.column import Column


def written(
    frames: Iterable[pl.DataFrame], columns: Sequence[Column], heads: Sequence[str]
) -> Iterator[bytes]:
    """Piece by piece; the head people read is kept with each column as `label`."""
    schema = _schema(columns, heads)
    sink = io.BytesIO()
    with pq.ParquetWriter(_Forward(sink), schema, compression="zstd") as writer:
        for frame in frames:
            writer.write_table(frame.to_arrow().cast(schema))
            yield _taken(sink)
    yield _taken(sink)


class _Forward(io.RawIOBase):
    """Writes on and on into a buffer that is emptied meanwhile, and still knows how far it is."""

    def __init__(self, sink: io.BytesIO) -> None:
        super().__init__()
        self._sink, self._at = sink, 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        written = self._sink.write(data)  # type: ignore[arg-type]
        self._at += written
        return written

    def tell(self) -> int:
        return self._at


def _taken(sink: io.BytesIO) -> bytes:
    found = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return found


def _schema(columns: Sequence[Column], heads: Sequence[str]) -> pa.Schema:
    empty = pl.DataFrame(schema={column.name: column.dtype for column in columns}).to_arrow().schema
    labelled = zip(empty, heads, strict=True)
    return pa.schema([_plain(field).with_metadata({"label": head}) for field, head in labelled])


def _plain(field: pa.Field) -> pa.Field:
    """Text as every reader knows it."""
    return field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field
