"""Papers whose title reads differently on Semantic Scholar: the hard cases of spelling."""

from dataclasses import dataclass
from typing import Literal

from connectors.standin.made_up.venues import LANTERN, QUILL, Venue

Sameness = Literal["same_title", "retitled"]


@dataclass(frozen=True, slots=True)
class Spelled:
    """One paper, two spellings.

    Attributes:
        venue: Where it was accepted.
        title: As submitted.
        indexed: As Semantic Scholar has it.
        kind: Whether both are the same title but for LaTeX, accents, case and punctuation.
    """

    venue: Venue
    title: str
    indexed: str
    kind: Sameness


def _same(venue: Venue, title: str, indexed: str) -> Spelled:
    return Spelled(venue, title, indexed, "same_title")


def _other(venue: Venue, title: str, indexed: str) -> Spelled:
    return Spelled(venue, title, indexed, "retitled")


SPELLED = (
    # LaTeX
    _same(
        LANTERN,
        "$\\alpha$-Moss: Slow Growth for Sparse Networks",
        "α-Moss: Slow Growth for Sparse Networks",
    ),
    _same(
        LANTERN,
        "Teapots Are $\\mathrm{SO}(3)$-Equivariant, Mostly",
        "Teapots Are SO(3)-Equivariant, Mostly",
    ),
    _same(
        LANTERN,
        "An $\\mathcal{O}(n \\log n)$ Route Through the Hedge Maze",
        "An O(n log n) Route Through the Hedge Maze",
    ),
    _same(
        QUILL,
        "The $\\ell_2$ Garden: Weight Decay as Weeding",
        "The ℓ2 Garden: Weight Decay as Weeding",
    ),
    _same(
        QUILL,
        "$\\beta$-Tapestry: Untangling Threads of Latent Colour",
        "beta-Tapestry: Untangling Threads of Latent Colour",
    ),
    _same(
        QUILL,
        "Counting Geese with $\\varepsilon$-Differential Privacy",
        "Counting Geese with $\\epsilon$-Differential Privacy",
    ),
    # one word
    _same(LANTERN, "Murmuration", "Murmuration"),
    _same(LANTERN, "Undertow", "Undertow"),
    _same(QUILL, "Palimpsest", "Palimpsest"),
    # accents, quotes, case, hyphens
    _same(
        LANTERN,
        "Naïve Bayes at the Café: Ordering with Incomplete Menus",
        "Naive Bayes at the Cafe: Ordering with Incomplete Menus",
    ),
    _same(
        LANTERN,
        "Don’t Wake the Baseline: Quiet Fine-Tuning of Large Models",
        "DON'T WAKE THE BASELINE: QUIET FINE TUNING OF LARGE MODELS",
    ),
    _same(
        QUILL,
        "Poincaré’s Umbrella: Staying Dry in Hyperbolic Space",
        "Poincare's umbrella: Staying dry in hyperbolic space",
    ),
    _same(
        QUILL,
        "Half a Pair of Scissors - Cutting Models Down the Middle",
        "Half a Pair of Scissors — Cutting Models Down the Middle",
    ),
    # a subtitle dropped or added
    _other(
        LANTERN,
        "LampPost: A Protocol for Comparing Retrieval after Dark",
        "A Protocol for Comparing Retrieval after Dark",
    ),
    _other(
        LANTERN,
        "The Slow Loris Optimiser: Holding On to Good Minima",
        "The Slow Loris Optimiser",
    ),
    _other(
        LANTERN,
        "Sorting Buttons by Touch",
        "Sorting Buttons by Touch: Tactile Encoders for Haberdashery",
    ),
    _other(
        QUILL,
        "Marginalia: Learning from What Readers Write in Books",
        "Learning from What Readers Write in Books",
    ),
    _other(
        QUILL,
        "How Deep Is a Puddle? Measuring Depth in Shallow Networks",
        "How Deep Is a Puddle?",
    ),
    # a letter or a word
    _other(
        LANTERN,
        "Towards Honest Barometers for Model Confidence",
        "Toward Honest Barometers for Model Confidence",
    ),
    _other(
        LANTERN,
        "Echo Chambers in Pipe-Organ Simulators",
        "Echo Chamber in Pipe-Organ Simulators",
    ),
    _other(
        QUILL,
        "Colour Names Drift Across Villages",
        "Color Names Drift across Villages",
    ),
    _other(
        QUILL,
        "Language Models Keep Secrets Badly",
        "Large Language Models Keep Secrets Badly",
    ),
    # another title altogether
    _other(
        LANTERN,
        "Why Gradient Noise Smells of Rain",
        "Petrichor: Predicting Training Collapse from Gradient Statistics",
    ),
    _other(
        LANTERN,
        "Counting Sheep to Stay Awake: Curricula for Long Training Runs",
        "Sleepless Curricula Keep Long Training Runs Stable",
    ),
    _other(
        QUILL,
        "A Moth's Guide to Attractors",
        "Attractor Networks with Local Minima That Glow",
    ),
    _other(
        QUILL,
        "Learning to Whisper in Crowded Channels",
        "Rate-Limited Communication for Cooperating Agents",
    ),
)
