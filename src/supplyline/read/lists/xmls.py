"""Which elements does this XML hold?

`elements(source, tags, roots)` yields the elements of the given local names, each whole, and frees it when the next
is asked for: memory stays flat. It refuses a document type declaration (so no entity is ever expanded or fetched),
a root of another name, and broken XML, naming the line. Nothing is loaded from the network or the disk.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from lxml import etree

from supplyline.model import BadInput
from supplyline.read.lists.common import Source, refuse, spaced


def elements(source: Source, tags: Sequence[str], roots: Sequence[str]) -> Iterator[etree._Element]:
    wanted = frozenset(tags)
    stream = etree.iterparse(
        io.BytesIO(source.data), events=("start", "end"), resolve_entities=False, no_network=True,
        load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    depth = 0  # of wanted elements: an inner one is part of the outer
    root: etree._Element | None = None
    try:
        for event, element in stream:
            if root is None:
                root = element
                _check_root(source, root, roots)
            if not isinstance(element.tag, str):
                continue
            inside = local(element) in wanted and element is not root
            if event == "start":
                depth += inside
            elif inside:
                depth -= 1
                if depth == 0:
                    yield element
                    _free(element)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise BadInput(
            f"{source.name}:{line}: not well-formed XML ({error.msg}). "
            "The file is damaged or cut off: download it again from its publisher."
        ) from error
    if root is None:
        raise refuse(source, "1", "XML", "an empty file", "Download the list again.")


def root_attributes(source: Source) -> dict[str, str]:
    """The attributes of the root by local name, without reading further."""
    stream = etree.iterparse(
        io.BytesIO(source.data[:65536]), events=("start",), resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        _, root = next(iter(stream))
    except (etree.XMLSyntaxError, StopIteration):
        return {}
    # QName would refuse a prefix that is nowhere declared, as a damaged file has it.
    return {str(key).rsplit("}", 1)[-1]: str(value) for key, value in root.attrib.items()}


def local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def all_of(element: etree._Element, path: str) -> list[etree._Element]:
    """The descendants at a path of local names, "akaList/aka", whatever their namespace."""
    return list(element.iterfind("/".join("{*}" + step for step in path.split("/"))))


def text(element: etree._Element, path: str) -> str:
    """The text of the first descendant at a path, with single spaces; "" where there is none."""
    found = element.find("/".join("{*}" + step for step in path.split("/")))
    return "" if found is None else words(found)


def words(element: etree._Element) -> str:
    """All text inside an element, with single spaces."""
    return spaced("".join(str(part) for part in element.itertext()))


def texts(element: etree._Element, path: str) -> list[str]:
    return [t for t in (words(e) for e in all_of(element, path)) if t]


def place(element: etree._Element) -> str:
    return f"line {element.sourceline}"


def _check_root(source: Source, root: etree._Element, roots: Sequence[str]) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadInput(
            f"{source.name}:1: a document type declaration, which no sanctions list needs and which can carry "
            "entity attacks. Download the list from its publisher, or remove the DOCTYPE."
        )
    if local(root) not in roots:
        raise refuse(
            source, str(root.sourceline or 1), f"the root element <{roots[0]}>", f"<{local(root)}>",
            "Is this another format? Try --format auto.",
        )  # fmt: skip


def _free(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
