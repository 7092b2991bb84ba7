"""Where the weights come from: the countries of the publishers of a model and of all that it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from govscan.catalog import Catalog
from govscan.facts import Fact, Source, SourceKind, Unknown
from govscan.identify.lineage import Lineage
from govscan.identify.maker import maker_of
from govscan.reference import Identity


def origin_facts(identity: Identity, lineage: Lineage | None, catalog: Catalog) -> Iterator[Fact]:
    """`lineage.origin_countries`: a fine-tune has the origin of its base as well. Unknown where one publisher is. Of a
    hosted model (`lineage` None) the publisher is all that is known."""
    ancestors = lineage.ancestors if lineage is not None else ()
    made = [ancestor.parent.identity for ancestor in ancestors]
    countries: set[str] = set()
    places: list[str] = []
    for each in (identity, *(one for one in made if one is not None)):
        maker = maker_of(each.provider, each.name)
        publisher = catalog.publisher(maker[0]) if maker else None
        if publisher is None or publisher.country is None:
            reason = f"nobody knows in which country the publisher of {each.name or each} is"
            yield Fact("lineage.origin_countries", Unknown(reason), Source(SourceKind.DERIVED, each.name or str(each)))
            return
        countries.add(publisher.country)
        places.append(f"publishers/{publisher.org}")
    if lineage is not None and lineage.gaps:
        source = lineage.parents[0].source if lineage.parents else Source(SourceKind.DERIVED, identity.name)
        yield Fact("lineage.origin_countries", Unknown(lineage.gaps[0]), source)
        return
    record = catalog.publisher((maker_of(identity.provider, identity.name) or ("", 0))[0])
    source = Source(SourceKind.CATALOG, ", ".join(dict.fromkeys(places)), as_of=record.as_of if record else None)
    yield Fact("lineage.origin_countries", tuple(sorted(countries)), source)
