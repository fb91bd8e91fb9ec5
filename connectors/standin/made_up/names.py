"""People who do not exist, named so that a reader smiles and nobody is meant."""

from dataclasses import dataclass
from random import Random
from unicodedata import combining, normalize

GIVEN = (
    "Aarvika", "Adunola", "Aldric", "Amarelle", "Anselka", "Anouk-Lise", "Aureliano", "Bramwyn",
    "Brisa", "Calixto", "Cerys-Ann", "Chidubem", "Clémentin", "Dagny", "Dalisay", "Davorin",
    "Deepika-Rae", "Éloi", "Elowen", "Emre-Can", "Eskil", "Fenja", "Ferrin", "Fiorello",
    "Folarin", "Gáspár", "Ghislaine", "Haorin", "Haruki-Jo", "Helmine", "Hyeseon", "Ilsabet",
    "İnci", "Ishaani", "Ivo", "Jae-Won", "Jorunn", "Joaquim", "Kateri", "Kavirel", "Keahi",
    "Kwamena", "Lautaro", "Leocadia", "Linh-Dan", "Ludmil", "Lumi", "Mahala", "Malachy",
    "Marisólea", "Meirong", "Mirek", "Nadezhka", "Naoko-May", "Nerida", "Nils-Olof", "Nyokabi",
    "Odalie", "Oisín", "Olumide", "Orsolya", "Ottoline", "Parisa-Lou", "Pelagia", "Piran",
    "Quillon", "Rafaelka", "Rasmine", "Rohesia", "Rúna", "Saoirse-Lee", "Séverin", "Shulan",
    "Sólveig", "Sunniva", "Tadeáš", "Tariqa", "Thaddea", "Tomasin", "Torvald", "Tuuli", "Ulrikka",
    "Valdís", "Vikrant-Om", "Wenjing", "Wiebke", "Xiomaro", "Xuelan", "Yael-Noor", "Yevhenka",
    "Ysolde", "Yun-Seo", "Zahrael", "Žofie", "Zubin",
)  # fmt: skip

FAMILY = (
    "Abendlicht", "Adeyemisun", "al-Fanous", "al-Qandil", "Ambergate", "Åkerljus", "Astrophilou",
    "Bellaluna-Rey", "Bjørkeskog", "Brindlecote", "Brotbäcker", "Brumesoir", "Byeolbit",
    "Candlewick", "Chantepluie", "Çiçeksu", "Copperfen", "Dawnhollow", "de la Brume",
    "Deepamalai", "Dengyuan", "Driftmoor", "Düşyeli", "Emberley-Stone", "Estrelhado",
    "Everbright-Okoro", "Falconmere", "Fernhollow", "Fiammetti", "Fjällstuga", "Fontanegra",
    "Gezegenli", "Glanzmühle", "Glowacre", "Grünfink", "Guangmei", "Haneulsong", "Havranček",
    "Heatherlamp", "Holzwurm", "Hoshinami", "Hummingford", "Inkwell-Adair", "Isolampi",
    "Jasnowidz", "Juniperaux", "Kandilakis", "Kerzenmacher", "Kiteweather", "Kropelková",
    "Kynttilä", "Lampionek", "Larkspindle", "Leuchtkäfer", "Lichtervelden", "Lumenescu",
    "Luzardía", "Lysekrone", "Marrowby", "Megharaju", "Mistlethwaite", "Mondscheyn", "Moonpenny",
    "Mwangaza-Birch", "Myrskylä-Oja", "Ngomavera", "Nightjar", "Noorafshani", "Norðljós",
    "Nuvoletto", "O'Lanthorn", "Okunwara", "Ondalume", "Oyelampe", "Papillonet", "Pebblethorne",
    "Pennywhistle", "Podlistník", "Quillfeather", "Quietwater", "Ravnsborgen", "Rocíoluz",
    "Saltlark", "Selinakis", "Silberfaden", "Sitarezad", "Sjøgrenlund", "Skymningsdal",
    "Sommerregn", "Starling-Vu", "Sternwarte", "Świetlikowski", "Teacosy", "Thimblewood",
    "Tintenfass", "Tsukinami", "Twilby", "Umbralis", "van der Lantaarn", "Vaagdal", "Velasombra",
    "Vuurtoren", "Wanderfalk", "Weatherglass", "Weißdornig", "Wickersham-Li", "Wolkenstrick",
    "Xinguang", "Yakamozlu", "Yukimatori", "Zhuguang", "Zuberilight", "Zvonkovský", "Zwielicht",
)  # fmt: skip

ALONE = ("Oriqua", "Bartimund", "Ketevani", "Suryatalam", "Mehtapnur", "Lamplighter")
"""People who go by one name."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes papers.

    Attributes:
        name: As on the paper.
        profile_id: OpenReview profile.
        s2_id: Semantic Scholar author id.
        s2_name: As Semantic Scholar writes the name: in full, with initials, or without accents.
    """

    name: str
    profile_id: str
    s2_id: str
    s2_name: str

    @property
    def family(self) -> str:
        """The name a paperhash or a DBLP key begins with."""
        return self.name.split()[-1]


def people(rng: Random, count: int) -> list[Person]:
    """That many people; many share a family name, a few share the whole name."""
    numbers: dict[str, int] = {}
    ids = rng.sample(range(9_100_000_000, 9_200_000_000), count)
    made = []
    for s2_id in ids:
        name = _name(rng)
        numbers[name] = numbers.get(name, 0) + 1
        profile_id = f"~{name.replace(' ', '_')}{numbers[name]}"
        made.append(Person(name, profile_id, str(s2_id), _spelling(rng, name)))
    return made


def initials(name: str) -> str:
    """The name with its given names cut to initials.

    >>> initials("Anouk-Lise T. de la Brume")
    'A. T. de la Brume'
    """
    words = name.split()
    cut = next((i for i, word in enumerate(words) if i and len(word.strip(".")) > 1), None)
    if cut is None:
        return name
    return " ".join([f"{word[0]}." for word in words[:cut]] + words[cut:])


def _name(rng: Random) -> str:
    if rng.random() < 0.01:
        return rng.choice(ALONE)
    middle = f" {rng.choice('ABCDEFGHJKLMNPRSTVWZ')}." if rng.random() < 0.14 else ""
    return f"{rng.choice(GIVEN)}{middle} {rng.choice(FAMILY)}"


def plain(name: str) -> str:
    """The name without the marks on its letters.

    >>> plain("Žofie Düşyeli")
    'Zofie Dusyeli'
    """
    return "".join(c for c in normalize("NFD", name) if not combining(c))


def _spelling(rng: Random, name: str) -> str:
    luck = rng.random()
    if luck < 0.25:
        return initials(name)
    return plain(name) if luck < 0.35 else name
