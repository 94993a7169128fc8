"""
The three-line claim in OpenFisca; run in the peers' environment, and knows nothing of ours.

What it does: finds each code in dated parameters, so that it knows the day, and
adds up what the patient and Helfo pay, for one claim or for many at once in
arrays. What it does not: whether the performer may claim at all, which the
register tells; limits, companions and codes that exclude each other; the
reasons with their paragraphs, assumptions and notices; and a claim's own
answer, since arrays come out, of sums only. Of many claims at once it is
faster than anything that looks at them one by one, for that reason. Filling the
arrays from claims is not counted in that.

OpenFisca is under the AGPL. It is measured beside us, and is no part of us.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

MICRO = 1e6
LINE = Entity("line", "lines", "A line of a claim", "")
CLAIM = GroupEntity("claim", "claims", "A claim", "", roles=[{"key": "line", "plural": "lines"}])
SHARES = ("patient_ore", "helfo_ore")


def main() -> None:
    """Read the question, and write the answers and how long each took, in microseconds of the processor."""
    asked = json.load(sys.stdin)
    system, day = _system(asked["fees"], asked["day"]), asked["day"]
    one, many = asked["claims"][0], asked["many"]
    json.dump(
        {
            "one claim": {
                "answers": [_sums(_one(system, claim, day), day)[0] for claim in asked["claims"]],
                "rounds": _rounds(lambda: _sums(_one(system, one, day), day), asked["times"], asked["rounds"]),
            },
            f"{many:,} claims at once": {
                "answers": [_sums(_many(system, claim, many, day), day)[-1] for claim in asked["claims"]],
                "rounds": [_at_once(system, one, many, day) for _ in range(asked["rounds"])],
            },
        },
        sys.stdout,
    )


def _system(fees: list[dict[str, Any]], day: str) -> TaxBenefitSystem:
    """The fees as dated parameters, and the variables of a line and of a claim."""
    codes = Enum("Code", {fee["code"]: fee["code"] for fee in fees})
    system = TaxBenefitSystem([LINE, CLAIM])
    kept = {
        name: {fee["code"]: {"values": {day: {"value": fee[name]}}} for fee in fees}
        for name in ("user_fee_ore", "refund_ore", "honorarium_ore")
    }
    system.parameters = ParameterNode(data=kept)

    def patient(line: Any, period: Any, parameters: Any) -> Any:
        fee = parameters(period).user_fee_ore[line("code", period)]
        return numpy.where(line("card", period), 0, fee) * line("count", period)

    def helfo(line: Any, period: Any, parameters: Any) -> Any:
        found, code = parameters(period), line("code", period)
        fee = numpy.where(line("card", period), found.honorarium_ore[code], found.refund_ore[code])
        return fee * line("count", period)

    first = next(iter(codes))
    system.add_variables(
        _variable("code", LINE, Enum, possible_values=codes, default_value=first),
        _variable("count", LINE, int),
        _variable("card", LINE, bool),
        _variable("line_patient_ore", LINE, int, formula=patient),
        _variable("line_helfo_ore", LINE, int, formula=helfo),
        *(_variable(share, CLAIM, int, formula=_summed(share)) for share in SHARES),
    )
    return system


def _variable(name: str, entity: Any, kind: type, **more: Any) -> type[Variable]:
    """A class of a variable, as OpenFisca wants it."""
    told = {"value_type": kind, "entity": entity, "definition_period": DateUnit.DAY, "label": name}
    return type(name, (Variable,), {**told, **more})


def _summed(share: str) -> Callable[[Any, Any], Any]:
    def formula(claim: Any, period: Any) -> Any:
        return claim.sum(claim.members(f"line_{share}", period))

    return formula


def _one(system: TaxBenefitSystem, claim: dict[str, Any], day: str) -> Simulation:
    """One claim as OpenFisca reads it from JSON."""
    lines = {
        str(number): {name: {day: line[name]} for name in ("code", "count", "card")}
        for number, line in enumerate(claim["lines"])
    }
    return SimulationBuilder().build_from_entities(system, {"lines": lines, "claims": {"1": {"lines": list(lines)}}})


def _many(system: TaxBenefitSystem, claim: dict[str, Any], many: int, day: str) -> Simulation:
    """A claim many times over, as arrays."""
    builder, lines = SimulationBuilder(), claim["lines"]
    builder.create_entities(system)
    builder.declare_person_entity("line", numpy.arange(many * len(lines)))
    claims = builder.declare_entity("claim", numpy.arange(many))
    builder.join_with_persons(claims, numpy.repeat(numpy.arange(many), len(lines)), roles=["line"] * many * len(lines))
    simulation = builder.build(system)
    codes = system.variables["code"].possible_values
    for name in ("code", "count", "card"):
        told = numpy.array([line[name] for line in lines] * many)
        simulation.set_input(name, day, codes.encode(told) if name == "code" else told)
    return simulation


def _sums(simulation: Simulation, day: str) -> list[list[int]]:
    """What patient and Helfo pay, of each claim."""
    return numpy.stack([simulation.calculate(share, day) for share in SHARES], axis=1).tolist()


def _at_once(system: TaxBenefitSystem, claim: dict[str, Any], many: int, day: str) -> float:
    """Microseconds for each claim of many, from filled arrays to arrays."""
    simulation = _many(system, claim, many, day)
    return _rounds(lambda: [simulation.calculate(share, day) for share in SHARES], 1, 1)[0] / many


def _rounds(work: Callable[[], Any], times: int, rounds: int) -> list[float]:
    found = []
    for _ in range(rounds):
        started = time.process_time()
        for _ in range(times):
            work()
        found.append((time.process_time() - started) / times * MICRO)
    return found


if __name__ == "__main__":
    main()
