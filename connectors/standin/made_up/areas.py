"""What the made-up papers are about: ten areas, each with its own words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A field of work and the phrases its titles are made of.

    Attributes:
        name: As authors choose it in a form.
        suffixes: Endings of coined names.
        ways: Techniques, singular.
        things: Models or objects, plural.
        tasks: What is attempted, singular.
        data: What it is attempted on, plural.
        keywords: Further words of the field.
    """

    name: str
    suffixes: tuple[str, ...]
    ways: tuple[str, ...]
    things: tuple[str, ...]
    tasks: tuple[str, ...]
    data: tuple[str, ...]
    keywords: tuple[str, ...]


AREAS = (
    Area(
        "sequence models and long memory",
        ("Former", "State", "Scroll"),
        ("Attention", "Recurrence", "State-Space Mixing", "Token Routing", "Position Coding"),
        ("Transformers", "Memory Banks", "Recurrent Networks", "Sequence Models"),
        (
            "Tide-Table Forecasting", "Diary Completion", "Timetable Repair",
            "Melody Continuation", "Logbook Prediction", "Recipe Reordering",
            "Serial-Novel Recall", "Knitting-Pattern Parsing",
        ),
        (
            "Lighthouse Logs", "Railway Timetables", "Ship Diaries", "Carillon Scores",
            "Long Letters",
        ),
        ("transformers", "long context", "time series", "memory", "attention"),
    ),
    Area(
        "reinforcement learning and planning",
        ("Play", "Agent", "Quest"),
        ("Exploration", "Value Smoothing", "Reward Shaping", "Model-Based Planning", "Imitation"),
        ("Agents", "Policies", "World Models", "Critics"),
        (
            "Kite Steering", "Ferry Scheduling", "Greenhouse Control", "Board-Game Diplomacy",
            "Elevator Dispatch", "Maze Gardening", "Parcel Juggling", "Glider Soaring",
        ),
        ("Windy Simulators", "Chess Endgames", "Harbour Replays", "Warehouse Episodes"),
        ("exploration", "offline RL", "planning", "control", "world models"),
    ),
    Area(
        "learning on graphs and structures",
        ("Graph", "Weave", "Knot"),
        (
            "Message Passing", "Graph Rewiring", "Edge Dropping", "Spectral Pooling",
            "Motif Counting",
        ),
        ("Graph Networks", "Hypergraphs", "Node Embeddings", "Link Predictors"),
        (
            "Footpath Completion", "Spider-Web Analysis", "Family-Tree Matching",
            "Root-System Mapping", "Trade-Route Recovery", "Lace-Pattern Classification",
            "Rumour Tracing", "Canal Routing",
        ),
        ("River Networks", "Village Maps", "Recipe Graphs", "Spider Webs", "Circuit Boards"),
        ("graph neural networks", "oversmoothing", "link prediction", "expressivity"),
    ),
    Area(
        "generative models",
        ("Diff", "Flow", "Gen"),
        ("Diffusion", "Flow Matching", "Score Distillation", "Latent Sampling", "Guidance"),
        ("Diffusion Models", "Normalising Flows", "Autoencoders", "Generators"),
        (
            "Stained-Glass Synthesis", "Cloudscape Generation", "Wallpaper Inpainting",
            "Tapestry Restoration", "Snowflake Design", "Porcelain Repair", "Map Colouring",
            "Puppet Animation",
        ),
        ("Botanical Plates", "Quilt Photographs", "Postage Stamps", "Old Maps", "Cloud Atlases"),
        ("diffusion", "sampling", "image generation", "likelihood", "latent variables"),
    ),
    Area(
        "optimisation and training dynamics",
        ("Opt", "Step", "Descent"),
        (
            "Momentum", "Learning-Rate Warmup", "Weight Averaging", "Gradient Clipping",
            "Restarting",
        ),
        ("Optimisers", "Schedules", "Loss Landscapes", "Step Sizes"),
        (
            "Overnight Training", "Valley Crossing", "Budgeted Fine-Tuning", "Plateau Escape",
            "Batch-Size Selection", "Hyperparameter Gardening", "Warm Restarting",
            "Sharpness Control",
        ),
        ("Noisy Gradients", "Flat Minima", "Small Batches", "Loss Curves", "Early Checkpoints"),
        ("optimization", "generalization", "sharpness", "learning rates"),
    ),
    Area(
        "learning theory",
        ("Bound", "Margin", "Kernel"),
        (
            "Regularisation", "Stability Analysis", "Kernel Smoothing", "Margin Maximisation",
            "Boosting",
        ),
        ("Wide Networks", "Kernel Machines", "Linear Probes", "Random Features"),
        (
            "Sample-Complexity Estimation", "Benign Interpolation", "Online Umbrella Allocation",
            "Agnostic Sorting", "Bandit Tea Tasting", "Active Mushroom Labelling", "Calibration",
            "Covariate-Shift Repair",
        ),
        ("Adversarial Weather Reports", "Heavy Tails", "Crooked Mixtures", "Imperfect Oracles"),
        ("generalization bounds", "kernel methods", "bandits", "online learning"),
    ),
    Area(
        "vision",
        ("Vision", "Lens", "Pix"),
        (
            "Contrastive Pretraining", "Patch Merging", "Depth Distillation", "Mask Voting",
            "Augmentation",
        ),
        ("Vision Transformers", "Segmenters", "Detectors", "Image Encoders"),
        (
            "Lost-Umbrella Retrieval", "Moth Identification", "Shop-Window Segmentation",
            "Fog Removal", "Handwritten-Menu Reading", "Bread-Crust Grading",
            "Shadow Localisation", "Feather Matching",
        ),
        (
            "Night Photographs", "Herbarium Sheets", "Street Murals", "Tide Pools",
            "Faded Postcards",
        ),
        ("computer vision", "self-supervision", "segmentation", "robustness"),
    ),
    Area(
        "language",
        ("LM", "Prompt", "Lingua"),
        ("Instruction Tuning", "Retrieval", "Prompt Folding", "Decoding", "Self-Correction"),
        ("Language Models", "Tokenisers", "Chat Assistants", "Translators"),
        (
            "Crossword Filling", "Proverb Translation", "Riddle Solving", "Toast Writing",
            "Footnote Generation", "Weather-Lore Reasoning", "Pun Detection",
            "Letter Summarisation",
        ),
        (
            "Village Newspapers", "Parish Records", "Bedtime Stories", "Cookery Books",
            "Sea Shanties",
        ),
        ("large language models", "retrieval", "evaluation", "low-resource languages"),
    ),
    Area(
        "privacy, fairness and shared learning",
        ("Fed", "Veil", "Shield"),
        (
            "Federated Averaging", "Noise Addition", "Secure Aggregation", "Unlearning",
            "Watermarking",
        ),
        ("Federated Clients", "Private Learners", "Auditors", "Membership Attacks"),
        (
            "Village-Clinic Screening", "Allotment Sharing", "Ballot Auditing",
            "Neighbourly Recommendation", "Shared-Kitchen Scheduling", "Choir Personalisation",
            "Anonymous Postbox Sorting", "Fair Queueing",
        ),
        ("Phone Keyboards", "Garden Diaries", "Small Hospitals", "Census Sketches"),
        ("federated learning", "differential privacy", "fairness", "unlearning"),
    ),
    Area(
        "science, sound and the outdoors",
        ("Nature", "Echo", "Field"),
        (
            "Surrogate Modelling", "Spectrogram Masking", "Physics Guidance", "Sensor Fusion",
            "Denoising",
        ),
        ("Neural Operators", "Acoustic Encoders", "Molecular Potentials", "Weather Emulators"),
        (
            "Bird-Call Transcription", "Beehive Diagnosis", "Glacier Tracking",
            "Pollen Forecasting", "Whale-Song Separation", "Cheese-Ripening Prediction",
            "Earthworm Counting", "Crystal Growth",
        ),
        (
            "Beehive Recordings", "Weather Balloons", "Rain Gauges", "Owl Surveys",
            "Seismic Whispers",
        ),
        ("AI for science", "audio", "climate", "neural operators"),
    ),
)  # fmt: skip

MANNERS = (
    "Amber", "Borrowed", "Braided", "Candid", "Drifting", "Feathered", "Folded", "Frugal",
    "Gentle", "Half-Remembered", "Hollow", "Humming", "Latticed", "Lazy", "Migratory", "Mossy",
    "Nocturnal", "Patient", "Porous", "Quiet", "Restless", "Ripening", "Sheltered", "Stitched",
    "Thawing", "Tidal", "Tilted", "Twinned", "Unhurried", "Wandering", "Weathered", "Woven",
)  # fmt: skip
"""Adjectives that make a technique somebody's own."""

STEMS = (
    "Acorn", "Bramble", "Cinder", "Dew", "Ember", "Fern", "Gull", "Hazel", "Heron", "Ivy", "Kite",
    "Lantern", "Lark", "Loom", "Marsh", "Moss", "Otter", "Pebble", "Quill", "Reed", "Sextant",
    "Snail", "Sparrow", "Teasel", "Thimble", "Tide", "Umbra", "Wick", "Willow", "Wren",
)  # fmt: skip
"""Beginnings of coined names."""

SETTINGS = (
    "under Changing Weather", "with Few Labels", "on a Small Budget", "without a Teacher",
    "over Long Horizons", "after Midnight", "from a Single Example", "with Unreliable Sensors",
    "across Dialects", "in Low Light", "under Drift", "with Missing Pages", "at Village Scale",
    "in the Presence of Cats",
)  # fmt: skip
"""Circumstances that make a task harder."""
