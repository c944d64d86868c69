"""What do goods cost and where do they go, by the customs of the world?

`codes` turns words for goods into HS codes, `code_claim` sets them on a claim; `flows` adds rows up to
yearly series, `mirrors` sets both sides' records beside each other, `anomalies` names those that depart from their past or their mirror, `checks` holds
claims against them, `Watch` against the lines of registers. Promises: figures of countries, their limits beside them, and never a company.
"""

from supplyline.trade.anomalies import anomalies
from supplyline.trade.checks import checks
from supplyline.trade.codes import code_claim, codes
from supplyline.trade.flows import added, flows, months, totals
from supplyline.trade.mirror import mirrors
from supplyline.trade.registers import Watch

__all__ = ["Watch", "added", "anomalies", "checks", "code_claim", "codes", "flows", "mirrors", "months", "totals"]
