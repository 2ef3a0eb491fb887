"""Countries as web-traffic orders name them: ISO 3166 alpha-2 codes, and WW for all of them."""

from bot.domain.errors import Problem, ShopError
from bot.domain.typed import visible_word

WORLDWIDE = "WW"

_ISO = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
CODES = frozenset(_ISO.split()) | {WORLDWIDE}

_NAMES = {
    "WW": "worldwide|world|all|any|весь мир|мир|все|любая",
    "US": "usa|united states|united states of america|america|сша|америка|соединенные штаты",
    "GB": "uk|united kingdom|great britain|england|великобритания|англия|британия",
    "RU": "russia|russian federation|россия|рф",
    "UA": "ukraine|украина",
    "BY": "belarus|беларусь|белоруссия",
    "KZ": "kazakhstan|казахстан",
    "UZ": "uzbekistan|узбекистан",
    "AZ": "azerbaijan|азербайджан",
    "GE": "georgia|грузия",
    "AM": "armenia|армения",
    "MD": "moldova|молдова|молдавия",
    "DE": "germany|deutschland|германия",
    "FR": "france|франция",
    "ES": "spain|испания",
    "IT": "italy|италия",
    "PT": "portugal|португалия",
    "NL": "netherlands|holland|нидерланды|голландия",
    "BE": "belgium|бельгия",
    "CH": "switzerland|швейцария",
    "AT": "austria|австрия",
    "PL": "poland|польша",
    "CZ": "czechia|czech republic|чехия",
    "RO": "romania|румыния",
    "GR": "greece|греция",
    "SE": "sweden|швеция",
    "NO": "norway|норвегия",
    "FI": "finland|финляндия",
    "DK": "denmark|дания",
    "TR": "turkey|turkiye|турция",
    "IL": "israel|израиль",
    "AE": "uae|united arab emirates|emirates|оаэ|эмираты",
    "SA": "saudi arabia|саудовская аравия",
    "EG": "egypt|египет",
    "IR": "iran|иран",
    "IQ": "iraq|ирак",
    "IN": "india|индия",
    "PK": "pakistan|пакистан",
    "BD": "bangladesh|бангладеш",
    "ID": "indonesia|индонезия",
    "MY": "malaysia|малайзия",
    "TH": "thailand|таиланд|тайланд",
    "VN": "vietnam|viet nam|вьетнам",
    "PH": "philippines|филиппины",
    "SG": "singapore|сингапур",
    "CN": "china|китай",
    "HK": "hong kong|гонконг",
    "TW": "taiwan|тайвань",
    "JP": "japan|япония",
    "KR": "korea|south korea|корея|южная корея",
    "AU": "australia|австралия",
    "NZ": "new zealand|новая зеландия",
    "CA": "canada|канада",
    "MX": "mexico|мексика",
    "BR": "brazil|бразилия",
    "AR": "argentina|аргентина",
    "CO": "colombia|колумбия",
    "CL": "chile|чили",
    "NG": "nigeria|нигерия",
    "ZA": "south africa|юар",
    "MA": "morocco|марокко",
}
_BY_NAME = {name: code for code, names in _NAMES.items() for name in names.split("|")}

_FLAG_LETTERS = str.maketrans({0x1F1E6 + i: chr(ord("A") + i) for i in range(26)})


def parse_country(text: str) -> str:
    """The code of the country: by code, flag, or an English or Russian name. ShopError: NOT_A_COUNTRY."""
    word = " ".join(visible_word(text).split())
    code = word.translate(_FLAG_LETTERS).upper()
    if code in CODES:
        return code
    known = _BY_NAME.get(word.casefold().replace("ё", "е").rstrip("."))
    if known is None:
        raise ShopError(Problem.NOT_A_COUNTRY)
    return known
