"""What the carriers have passed that send nothing else, and what one of them lacks for a text."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from messaging.content import filed
from messaging.gateways.registry.providers import PROVIDERS
from messaging.models import Filing, Gateway

TEXT, SIGNATURE, AS_FILED = "text", "signature", "as_filed"


@dataclass(frozen=True, slots=True)
class OnFile:
    """`gateways`: those that send what they have on file and nothing else; what each has passed of
    texts (by version) and of signatures (by words)."""

    gateways: frozenset[int] = frozenset()
    texts: frozenset[tuple[int, int]] = frozenset()
    signatures: frozenset[tuple[int, str]] = frozenset()

    def lacks(self, gateway_id: int, *, version_id: int, body: str, text: str) -> str:
        """What it has not passed of this text: TEXT, SIGNATURE, or AS_FILED for words that its
        template does not become; empty for none, and for a gateway that takes any text."""
        if gateway_id not in self.gateways:
            return ""
        if (gateway_id, version_id) not in self.texts:
            return TEXT
        signature, rest = filed.signed(text)
        if (gateway_id, signature) not in self.signatures:
            return SIGNATURE
        return "" if filed.values_in(rest, body) is not None else AS_FILED

    def lacking(
        self, gateways: Iterable[Gateway], *, version_id: int, body: str, text: str
    ) -> dict[int, str]:
        """Gateway → what it lacks, for those that lack something."""
        found = {
            gateway.pk: self.lacks(gateway.pk, version_id=version_id, body=body, text=text)
            for gateway in gateways
        }
        return {pk: lack for pk, lack in found.items() if lack}


NOTHING_ON_FILE = OnFile()


def files_texts(gateway: Gateway) -> bool:
    """Whether its carrier sends nothing but what it has on file."""
    provider = PROVIDERS.get(gateway.driver)
    return provider is not None and provider.files_texts


def read_on_file(gateways: Collection[Gateway]) -> OnFile:
    """One query, and none where no gateway needs it."""
    filing = [gateway.pk for gateway in gateways if files_texts(gateway)]
    if not filing:
        return NOTHING_ON_FILE
    passed = Filing.objects.filter(gateway__in=filing, state=Filing.State.PASSED)
    rows = list(passed.values_list("gateway_id", "template_version_id", "words"))
    return OnFile(
        frozenset(filing),
        frozenset((gateway, version) for gateway, version, _words in rows if version),
        frozenset((gateway, words) for gateway, version, words in rows if not version),
    )
