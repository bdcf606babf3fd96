"""English nouns that act by themselves: what they do is nobody's fault in a coaching note."""

from __future__ import annotations

__all__ = ["NATURE"]

NATURE = frozenset(
    # The weather, the clock and the calendar.
    "rain weather snow wind storm fog ice frost heat sun sunshine thunder hail flood tide sea "
    "river clock day night morning evening afternoon weekend winter summer spring autumn season "
    "holiday dusk dawn "
    # What runs or fails by itself.
    "system systems server servers line lines network wifi internet broadband signal battery "
    "computer laptop tablet screen phone phones app apps site website portal power "
    "database software hardware lift elevator printer scanner camera microphone alarm bell "
    "heating lights router modem cable kiosk machine machines terminal outage glitch "
    "connection card-reader barrier roof boiler pipe "
    "valve engine tyre fuse "
    # What travels.
    "traffic train trains bus buses ferry flight flights plane coach tram boat ship taxi cab lorry "
    "post mail ambulance road roads bridge motorway truck van "
    # Places and houses, and what they decide.
    "queue queues shop shops office offices museum bank banks market hotel airline airport "
    "station school hospital clinic pharmacy library box-office branch depot warehouse town city "
    "council insurer court government landlord supplier suppliers courier couriers carrier vendor "
    "manufacturer contractor plumber electrician technician engineer doctor dentist vet surgeon "
    "driver pilot captain factory restaurant cafe beach park pool zoo theatre venue hall "
    "world economy company headquarters management "
    # What they have, ask or run out of.
    "stock supply price prices fares rates sale tickets seats rooms tables slots part parts "
    "policy rules law show concert match film event fair election strike fire "
    "outcome crowd crowds kids noise "
    "dust shift lunch dinner breakfast coffee tea".split()
)
