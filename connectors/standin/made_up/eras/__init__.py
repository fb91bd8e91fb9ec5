"""Small venues, one for each way in which OpenReview ever recorded acceptance.

Their ids are shaped as those of their era, under organisations that do not exist. Semantic
Scholar knows nothing of their papers.
"""

from connectors.standin.made_up.eras.fates import Fate
from connectors.standin.made_up.eras.forums import Forums, forums
from connectors.standin.made_up.eras.venues import ERA_VENUES

__all__ = ["ERA_VENUES", "Fate", "Forums", "forums"]
