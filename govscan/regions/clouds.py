"""The regions of the public clouds and the country each lies in.

Sources, as of 2026-11: AWS botocore 1.44.5 partition data; Azure and Google Cloud the region tables of the vendors;
Oracle the region definitions of its SDK 2.189.0 (the country follows from the city in the name); Alibaba Cloud,
Tencent Cloud, Huawei Cloud and Baidu AI Cloud their region pages; IBM the hosts of ibm-watsonx-ai 1.8.1 and its region
page; BytePlus and Volcengine (both under `volcengine`) their Ark hosts.
"""

from __future__ import annotations

from functools import cache

# country code, then its regions; one text a cloud keeps the table readable and costs nothing until it is asked for.
_TABLES: dict[str, str] = {
    "aws": """
        AE: me-central-1
        AU: ap-southeast-2 ap-southeast-4
        BH: me-south-1
        BR: sa-east-1
        CA: ca-central-1 ca-west-1
        CH: eu-central-2
        CL: sa-west-1
        CN: cn-north-1 cn-northwest-1
        DE: eu-central-1 eusc-de-east-1
        ES: eu-south-2
        FR: eu-west-3
        GB: eu-isoe-west-1 eu-west-2
        HK: ap-east-1
        ID: ap-southeast-3
        IE: eu-west-1
        IL: il-central-1
        IN: ap-south-1 ap-south-2
        IT: eu-south-1
        JP: ap-northeast-1 ap-northeast-3
        KR: ap-northeast-2
        MX: mx-central-1
        MY: ap-southeast-5
        NZ: ap-southeast-6
        SA: me-west-1
        SE: eu-north-1
        SG: ap-southeast-1
        TH: ap-southeast-7
        TW: ap-east-2
        US: us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-iso-east-1 us-iso-west-1
            us-isob-east-1 us-isof-east-1 us-isof-south-1 us-west-1 us-west-2
        ZA: af-south-1
    """,
    "azure": """
        AE: uaecentral uaenorth
        AT: austriaeast
        AU: australiacentral australiacentral2 australiaeast australiasoutheast
        BE: belgiumcentral
        BR: brazilsouth brazilsoutheast
        CA: canadacentral canadaeast
        CH: switzerlandnorth switzerlandwest
        CL: chilecentral
        CN: chinaeast chinaeast2 chinaeast3 chinanorth chinanorth2 chinanorth3
        DE: germanynorth germanywestcentral
        DK: denmarkeast
        ES: spaincentral
        FR: francecentral francesouth
        GB: uksouth ukwest
        HK: eastasia
        ID: indonesiacentral
        IE: northeurope
        IL: israelcentral israelnorthwest
        IN: centralindia indiasouthcentral jioindiacentral jioindiawest southindia westindia
        IT: italynorth
        JP: japaneast japanwest
        KR: koreacentral koreasouth
        MX: mexicocentral
        MY: malaysiawest
        NL: westeurope
        NO: norwayeast norwaywest
        NZ: newzealandnorth
        PL: polandcentral
        QA: qatarcentral
        SA: saudiarabiaeast
        SE: swedencentral swedensouth
        SG: southeastasia
        TW: taiwannorth taiwannorthwest
        US: centralus eastus eastus2 northcentralus northeastus5 southcentralus southeastus3
            usdodcentral usdodeast usgovarizona usgovtexas usgovvirginia westcentralus westus
            westus2 westus3
        ZA: southafricanorth southafricawest
    """,
    "gcp": """
        AU: australia-southeast1 australia-southeast2
        BE: europe-west1
        BR: southamerica-east1
        CA: northamerica-northeast1 northamerica-northeast2
        CH: europe-west6
        CL: southamerica-west1
        DE: europe-west10 europe-west3
        ES: europe-southwest1
        FI: europe-north1
        FR: europe-west9
        GB: europe-west2
        HK: asia-east2
        ID: asia-southeast2
        IL: me-west1
        IN: asia-south1 asia-south2
        IT: europe-west12 europe-west8
        JP: asia-northeast1 asia-northeast2
        KR: asia-northeast3
        MX: northamerica-south1
        NL: europe-west4
        PL: europe-central2
        QA: me-central1
        SA: me-central2
        SE: europe-north2
        SG: asia-southeast1
        TH: asia-southeast3
        TW: asia-east1
        US: us-central1 us-east1 us-east4 us-east5 us-east7 us-south1 us-west1 us-west2 us-west3
            us-west4 us-west8
        ZA: africa-south1
    """,
    "alibaba": """
        AE: me-east-1
        AU: ap-southeast-2
        CN: cn-beijing cn-beijing-finance-1 cn-chengdu cn-fuzhou cn-guangzhou cn-hangzhou cn-heyuan
            cn-huhehaote cn-nanjing cn-qingdao cn-shanghai cn-shanghai-finance-1 cn-shenzhen
            cn-shenzhen-finance-1 cn-wuhan-lr cn-wulanchabu cn-zhangjiakou cn-zhengzhou-jva
        DE: eu-central-1
        GB: eu-west-1
        HK: cn-hongkong
        ID: ap-southeast-5
        IN: ap-south-1
        JP: ap-northeast-1
        KR: ap-northeast-2
        MX: na-south-1
        MY: ap-southeast-3
        PH: ap-southeast-6
        SA: me-central-1
        SG: ap-southeast-1
        TH: ap-southeast-7
        US: us-east-1 us-southeast-1 us-west-1
    """,
    "tencent": """
        BR: sa-saopaulo
        CA: na-toronto
        CN: ap-beijing ap-beijing-fsi ap-chengdu ap-chongqing ap-guangzhou ap-nanjing ap-qingyuan
            ap-shanghai ap-shanghai-fsi ap-shenzhen ap-shenzhen-fsi ap-tianjin
        DE: eu-frankfurt
        HK: ap-hongkong
        ID: ap-jakarta
        IN: ap-mumbai
        JP: ap-tokyo
        KR: ap-seoul
        RU: eu-moscow
        SA: me-saudi-arabia
        SG: ap-singapore
        TH: ap-bangkok
        TW: ap-taipei
        US: na-ashburn na-siliconvalley
    """,
    "huawei": """
        BR: sa-brazil-1
        CL: la-south-2
        CN: cn-east-2 cn-east-3 cn-east-4 cn-east-5 cn-north-1 cn-north-11 cn-north-12 cn-north-2
            cn-north-4 cn-north-9 cn-south-1 cn-south-4 cn-southwest-2 cn-southwest-3
        FR: eu-west-0
        HK: ap-southeast-1
        ID: ap-southeast-4
        IE: eu-west-101
        MX: la-north-2 na-mexico-1
        MY: my-kualalumpur-1
        PH: ap-southeast-5
        RU: ru-moscow-1
        SA: me-east-1
        SG: ap-southeast-3
        TH: ap-southeast-2
        TR: tr-west-1
        ZA: af-south-1
    """,
    "oci": """
        AE: me-abudhabi-1 me-abudhabi-2 me-abudhabi-3 me-abudhabi-4 me-alain-1 me-dubai-1
        AU: ap-dcc-canberra-1 ap-melbourne-1 ap-sydney-1
        BD: ap-dcc-gazipur-1
        BR: sa-riodejaneiro-1 sa-saopaulo-1 sa-vinhedo-1
        CA: ca-montreal-1 ca-toronto-1
        CH: eu-crissier-1 eu-dcc-zurich-1 eu-zurich-1
        CL: sa-santiago-1 sa-valparaiso-1
        CO: sa-bogota-1
        DE: eu-dcc-rating-1 eu-dcc-rating-2 eu-frankfurt-1 eu-frankfurt-2
        ES: eu-madrid-1 eu-madrid-3
        FR: eu-marseille-1 eu-paris-1
        GB: uk-cardiff-1 uk-gov-cardiff-1 uk-gov-london-1 uk-london-1
        HU: eu-budapest-1
        ID: ap-batam-1
        IE: eu-dcc-dublin-1 eu-dcc-dublin-2
        IL: il-jerusalem-1
        IN: ap-delhi-1 ap-hyderabad-1 ap-mumbai-1
        IT: eu-dcc-milan-1 eu-dcc-milan-2 eu-milan-1 eu-turin-1
        JP: ap-chiyoda-1 ap-ibaraki-1 ap-osaka-1 ap-tokyo-1
        KR: ap-chuncheon-1 ap-chuncheon-2 ap-seoul-1 ap-seoul-2 ap-suwon-1
        MA: af-casablanca-1
        MX: mx-monterrey-1 mx-queretaro-1
        MY: ap-kulai-2
        NL: eu-amsterdam-1
        OM: me-dcc-muscat-1 me-ibri-1
        QA: me-alrayyan-1 me-dcc-doha-1
        RS: eu-jovanovac-1
        SA: me-jeddah-1 me-riyadh-1
        SE: eu-stockholm-1
        SG: ap-singapore-1 ap-singapore-2
        US: us-ashburn-1 us-ashburn-2 us-chicago-1 us-gov-ashburn-1 us-gov-chicago-1
            us-gov-phoenix-1 us-langley-1 us-luke-1 us-newark-1 us-phoenix-1 us-saltlake-2
            us-sanjose-1 us-somerset-1 us-thames-1
        ZA: af-johannesburg-1
    """,
    "ibm": """
        AU: au-syd
        BR: br-sao
        CA: ca-mon ca-tor
        DE: eu-de
        ES: eu-es
        FR: eu-fr2
        GB: eu-gb
        JP: jp-osa jp-tok
        US: us-east us-south
    """,
    "baidu": """
        CN: bd bj cd fsh fwh gz hb-fsg su
        HK: hkg
        SG: sin
    """,
    "volcengine": """
        CN: cn-beijing cn-guangzhou cn-shanghai
        IE: eu-west
        MY: ap-southeast
    """,
}

CLOUDS: tuple[str, ...] = tuple(_TABLES)


@cache
def _regions(cloud: str) -> dict[str, str]:
    regions: dict[str, str] = {}
    country = ""
    for word in _TABLES.get(cloud, "").split():
        if word.endswith(":"):
            country = word[:-1]
        else:
            regions[word] = country
    return regions


def by_token(token: str, cloud: str | None) -> frozenset[str] | None:
    """The country of a region name in `cloud`, or in any cloud if they all agree; None if nobody knows it or they
    disagree. Azure's display names ("West Europe") are read like its identifiers."""
    name = token.strip().lower()
    if cloud is not None:
        cloud = cloud.strip().lower()
        found = {_country(name, cloud)}
    else:
        found = {_country(name, each) for each in CLOUDS} - {None}
    country = found.pop() if len(found) == 1 else None
    return frozenset({country}) if country else None


def tokens_of(cloud: str) -> tuple[str, ...]:
    """The region names of a cloud, sorted; none for a cloud nobody knows."""
    return tuple(sorted(_regions(cloud)))


def _country(name: str, cloud: str) -> str | None:
    regions = _regions(cloud)
    if name in regions:
        return regions[name]
    return regions.get(name.replace(" ", "")) if cloud == "azure" else None
