"""Papers whose title reads differently on Semantic Scholar: the hard cases of spelling."""

from dataclasses import dataclass
from typing import Literal

from connectors.standin.made_up.areas import AREAS
from connectors.standin.made_up.titles import Topic
from connectors.standin.made_up.venues import LANTERN, QUILL, Venue

Sameness = Literal["same_title", "retitled"]


@dataclass(frozen=True, slots=True)
class Spelled:
    """One paper, two spellings.

    Attributes:
        venue: Where it was accepted.
        title: As submitted.
        indexed: As Semantic Scholar has it.
        about: Where its area's name begins, then technique, models, task and data.
        kind: Whether both are the same title but for LaTeX, accents, case and punctuation.
    """

    venue: Venue
    title: str
    indexed: str
    about: str
    kind: Sameness = "same_title"

    @property
    def topic(self) -> Topic:
        """What the paper is about."""
        start, *words = self.about.split(" | ")
        area = next(area for area in AREAS if area.name.startswith(start))
        return Topic(self.title, area, *words)


def _other(venue: Venue, title: str, indexed: str, about: str) -> Spelled:
    return Spelled(venue, title, indexed, about, "retitled")


_LATEX = (
    Spelled(
        LANTERN,
        "$\\alpha$-Moss: Slow Growth for Sparse Networks",
        "\N{GREEK SMALL LETTER ALPHA}-Moss: Slow Growth for Sparse Networks",
        "optim | Slow Growth | Sparse Networks | Model Growing | Early Checkpoints",
    ),
    Spelled(
        LANTERN,
        "Teapots Are $\\mathrm{SO}(3)$-Equivariant, Mostly",
        "Teapots Are SO(3)-Equivariant, Mostly",
        "vision | Handle-Aware Rotation | Equivariant Encoders | Pose Estimation | Kitchen Shelves",
    ),
    Spelled(
        LANTERN,
        "An $\\mathcal{O}(n \\log n)$ Route Through the Hedge Maze",
        "An O(n log n) Route Through the Hedge Maze",
        "reinf | Divide-and-Clip Planning | Planners | Maze Solving | Hedge Mazes",
    ),
    Spelled(
        QUILL,
        "The $\\ell_2$ Garden: Weight Decay as Weeding",
        "The \N{SCRIPT SMALL L}2 Garden: Weight Decay as Weeding",
        "optim | Weight Decay | Overgrown Networks | Long Training | Loss Curves",
    ),
    Spelled(
        QUILL,
        "$\\beta$-Tapestry: Untangling Threads of Latent Colour",
        "beta-Tapestry: Untangling Threads of Latent Colour",
        "gener | Thread Disentangling | Autoencoders | Tapestry Restoration | Faded Tapestries",
    ),
    Spelled(
        QUILL,
        "Counting Geese with $\\varepsilon$-Differential Privacy",
        "Counting Geese with $\\epsilon$-Differential Privacy",
        "priva | Noise Addition | Private Counters | Goose Counting | Winter Fields",
    ),
)

_ONE_WORD = (
    Spelled(
        LANTERN,
        "Murmuration",
        "Murmuration",
        "reinf | Flocking | Swarms of Agents | Starling Simulation | Evening Skies",
    ),
    Spelled(
        LANTERN,
        "Undertow",
        "Undertow",
        "scien | Residual Damping | Neural Operators | Coastal-Current Prediction | Buoy Records",
    ),
    Spelled(
        QUILL,
        "Palimpsest",
        "Palimpsest",
        "seque | Overwriting | Memory Banks | Continual Reading | Scraped Parchments",
    ),
)

_LETTERS = (
    Spelled(
        LANTERN,
        "Naïve Bayes at the Café: Ordering with Incomplete Menus",
        "Naive Bayes at the Cafe: Ordering with Incomplete Menus",
        "learning th | Naïve Smoothing | Bayes Classifiers | Menu Completion | Café Menus",
    ),
    Spelled(
        LANTERN,
        "Don\N{RIGHT SINGLE QUOTATION MARK}t Wake the Baseline: Quiet Fine-Tuning of Large Models",
        "DON'T WAKE THE BASELINE: QUIET FINE TUNING OF LARGE MODELS",
        "lang | Quiet Fine-Tuning | Large Models | Gentle Adaptation | Bedtime Stories",
    ),
    Spelled(
        QUILL,
        "Poincaré\N{RIGHT SINGLE QUOTATION MARK}s Umbrella: Staying Dry in Hyperbolic Space",
        "Poincare's umbrella: Staying dry in hyperbolic space",
        "learning on | Hyperbolic Pooling | Curved Embeddings | Tree Matching | River Networks",
    ),
    Spelled(
        QUILL,
        "Half a Pair of Scissors - Cutting Models Down the Middle",
        "Half a Pair of Scissors \N{EM DASH} Cutting Models Down the Middle",
        "optim | Halving | Split Models | Pruning on a Budget | Small Batches",
    ),
)

_SUBTITLES = (
    _other(
        LANTERN,
        "LampPost: A Protocol for Comparing Retrieval after Dark",
        "A Protocol for Comparing Retrieval after Dark",
        "vision | Night-Time Ranking | Image Encoders | Retrieval in the Dark | Night Photographs",
    ),
    _other(
        LANTERN,
        "The Slow Loris Optimiser: Holding On to Good Minima",
        "The Slow Loris Optimiser",
        "optim | Holding On | Slow Optimisers | Staying in Good Minima | Flat Minima",
    ),
    _other(
        LANTERN,
        "Sorting Buttons by Touch",
        "Sorting Buttons by Touch: Tactile Encoders for Haberdashery",
        "scien | Tactile Encoding | Touch Encoders | Button Sorting | Button Boxes",
    ),
    _other(
        QUILL,
        "Marginalia: Learning from What Readers Write in Books",
        "Learning from What Readers Write in Books",
        "lang | Margin Reading | Language Models | Note Interpretation | Scribbled Margins",
    ),
    _other(
        QUILL,
        "How Deep Is a Puddle? Measuring Depth in Shallow Networks",
        "How Deep Is a Puddle?",
        "learning th | Depth Sounding | Shallow Networks | Depth Measurement | Random Features",
    ),
)

_WORDS = (
    _other(
        LANTERN,
        "Towards Honest Barometers for Model Confidence",
        "Toward Honest Barometers for Model Confidence",
        "learning th | Barometric Calibration | Confident Models | Calibration | Storm Warnings",
    ),
    _other(
        LANTERN,
        "Echo Chambers in Pipe-Organ Simulators",
        "Echo Chamber in Pipe-Organ Simulators",
        "scien | Echo Removal | Acoustic Encoders | Pipe-Organ Simulation | Church Recordings",
    ),
    _other(
        QUILL,
        "Colour Names Drift Across Villages",
        "Color Names Drift across Villages",
        "lang | Name Alignment | Word Embeddings | Colour Naming | Village Newspapers",
    ),
    _other(
        QUILL,
        "Language Models Keep Secrets Badly",
        "Large Language Models Keep Secrets Badly",
        "priva | Secret Probing | Language Models | Secret Keeping | Planted Secrets",
    ),
)

_RENAMED = (
    _other(
        LANTERN,
        "Why Gradient Noise Smells of Rain",
        "Petrichor: Predicting Training Collapse from Gradient Statistics",
        "optim | Noise Sniffing | Failing Optimisers | Collapse Prediction | Noisy Gradients",
    ),
    _other(
        LANTERN,
        "Counting Sheep to Stay Awake: Curricula for Long Training Runs",
        "Sleepless Curricula Keep Long Training Runs Stable",
        "optim | Sheep Counting | Curricula | Long-Run Training | Early Checkpoints",
    ),
    _other(
        QUILL,
        "A Moth's Guide to Attractors",
        "Attractor Networks with Local Minima That Glow",
        "seque | Attractor Tuning | Attractor Networks | Pattern Recall | Lamp Traces",
    ),
    _other(
        QUILL,
        "Learning to Whisper in Crowded Channels",
        "Rate-Limited Communication for Cooperating Agents",
        "reinf | Whispering | Cooperating Agents | Crowded Signalling | Harbour Replays",
    ),
)

SPELLED = (*_LATEX, *_ONE_WORD, *_LETTERS, *_SUBTITLES, *_WORDS, *_RENAMED)
