/**
 * The letters by which the tz database calls the offsets of a zone (D-01), from 2000 to 2037, release 2026d.
 * Each key lists abbreviation and offset in minutes; of two names for the same offset the one that did not last comes
 * first, with `[from..until]`. Each value lists the zones, aliases included; a zone without letters is not listed.
 * Made by `scripts/zone-abbreviations.py`.
 */
export const ZONES_BY_ABBREVIATIONS: Readonly<Record<string, string>> = {
  'ACDT+630 ACST+570': 'Australia/Adelaide Australia/Broken_Hill Australia/South Australia/Yancowinna',
  'ACST+570': 'Australia/Darwin Australia/North',
  'ADT-180 AST-240':
    'America/Glace_Bay America/Goose_Bay America/Halifax America/Moncton America/Thule Atlantic/Bermuda ' +
    'Canada/Atlantic',
  'AEDT+660 AEST+600':
    'Antarctica/Macquarie Australia/ACT Australia/Canberra Australia/Currie Australia/Hobart ' +
    'Australia/Melbourne Australia/NSW Australia/Sydney Australia/Tasmania Australia/Victoria',
  'AEST+600': 'Australia/Brisbane Australia/Lindeman Australia/Queensland',
  'AKDT-480 AKST-540':
    'America/Anchorage America/Juneau America/Nome America/Sitka America/Yakutat US/Alaska',
  'AKDT-480[2016-03-13T11:00Z..2018-11-04T10:00Z] PST-480[..2015-11-01T10:00Z] PST-480[2018-11-04T10:00Z..2019-01-20T10:00Z] AKDT-480 AKST-540':
    'America/Metlakatla',
  'AST-240':
    'America/Anguilla America/Antigua America/Aruba America/Barbados America/Blanc-Sablon America/Curacao ' +
    'America/Dominica America/Grenada America/Guadeloupe America/Kralendijk America/Lower_Princes ' +
    'America/Marigot America/Martinique America/Montserrat America/Port_of_Spain America/Puerto_Rico ' +
    'America/St_Barthelemy America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent ' +
    'America/Tortola America/Virgin',
  'AST-240 EST-300': 'America/Santo_Domingo',
  'AST-240[2015-03-08T07:00Z..2018-03-11T07:00Z] EDT-240[..2014-11-02T06:00Z] EDT-240 EST-300':
    'America/Grand_Turk',
  'AWDT+540 AWST+480': 'Australia/Perth Australia/West',
  'BST+60 GMT+0': 'Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey Europe/London GB GB-Eire',
  'CAT+120':
    'Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Kigali Africa/Lubumbashi ' +
    'Africa/Lusaka Africa/Maputo',
  'CAT+120 EAT+180': 'Africa/Juba Africa/Khartoum',
  'CAT+120 WAT+60': 'Africa/Windhoek',
  'CDT-240 CST-300': 'America/Havana Cuba',
  'CDT-300 CST-360':
    'America/Chicago America/Guatemala America/Managua America/Matamoros America/Menominee America/Merida ' +
    'America/Mexico_City America/Monterrey America/North_Dakota/Center America/Rainy_River ' +
    'America/Tegucigalpa America/Winnipeg CST6CDT Canada/Central Mexico/General US/Central',
  'CDT-300[..2000-10-29T07:00Z] CDT-300[2001-04-01T08:00Z..2006-10-29T07:00Z] EST-300[2000-10-29T07:00Z..2001-04-01T08:00Z] EST-300[2006-10-29T07:00Z..2007-03-11T08:00Z] CDT-300 CST-360':
    'America/Resolute',
  'CDT-300[..2000-10-29T07:00Z] CST-360 EDT-240 EST-300':
    'America/Iqaluit America/Kentucky/Monticello America/Pangnirtung',
  'CDT-300[..2000-10-29T07:00Z] CST-360[..2001-04-01T09:00Z] EST-300 MDT-360 MST-420':
    'America/Cambridge_Bay',
  'CDT-300[..2000-10-29T07:00Z] EST-300[2000-10-29T07:00Z..2001-04-01T08:00Z] CDT-300 CST-360':
    'America/Rankin_Inlet',
  'CDT-300[..2014-10-26T07:00Z] CST-360 EST-300': 'America/Cancun',
  'CDT-300[2006-04-02T07:00Z..2006-10-29T07:00Z] EST-300[..2006-04-02T07:00Z] CST-360 EDT-240 EST-300':
    'America/Indiana/Winamac',
  'CDT-300[2006-04-02T07:00Z..2007-11-04T07:00Z] EST-300[..2006-04-02T07:00Z] CST-360 EDT-240 EST-300':
    'America/Indiana/Petersburg America/Indiana/Vincennes',
  'CEST+120 CET+60':
    'Africa/Ceuta Africa/Tunis Arctic/Longyearbyen Atlantic/Jan_Mayen CET Europe/Amsterdam Europe/Andorra ' +
    'Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Budapest Europe/Busingen ' +
    'Europe/Copenhagen Europe/Gibraltar Europe/Ljubljana Europe/Luxembourg Europe/Madrid Europe/Malta ' +
    'Europe/Monaco Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Rome Europe/San_Marino ' +
    'Europe/Sarajevo Europe/Skopje Europe/Stockholm Europe/Tirane Europe/Vaduz Europe/Vatican ' +
    'Europe/Vienna Europe/Warsaw Europe/Zagreb Europe/Zurich MET Poland',
  'CEST+120[2013-03-29T00:00Z..2013-10-25T00:00Z] EET+120[..2012-11-10T00:00Z] CET+60 EET+120':
    'Africa/Tripoli Libya',
  'CET+60': 'Africa/Algiers',
  'CST+480':
    'Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Macao Asia/Macau Asia/Shanghai Asia/Taipei PRC ROC',
  'CST-360':
    'America/Belize America/Costa_Rica America/El_Salvador America/Regina America/Swift_Current ' +
    'Canada/Saskatchewan',
  'CST-360[2022-10-30T08:00Z..2022-11-30T06:00Z] MDT-360[..2022-10-30T08:00Z] MDT-360 MST-420':
    'America/Ciudad_Juarez',
  'EAT+180':
    'Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala ' +
    'Africa/Mogadishu Africa/Nairobi Indian/Antananarivo Indian/Comoro Indian/Mayotte',
  'EDT-240 EST-300':
    'America/Detroit America/Fort_Wayne America/Indiana/Indianapolis America/Indiana/Marengo ' +
    'America/Indiana/Vevay America/Indianapolis America/Kentucky/Louisville America/Louisville ' +
    'America/Montreal America/Nassau America/New_York America/Nipigon America/Port-au-Prince ' +
    'America/Thunder_Bay America/Toronto Canada/Eastern EST5EDT US/East-Indiana US/Eastern US/Michigan',
  'EEST+180 EET+120':
    'Africa/Cairo Asia/Beirut Asia/Gaza Asia/Hebron Asia/Nicosia EET Egypt Europe/Athens Europe/Bucharest ' +
    'Europe/Chisinau Europe/Helsinki Europe/Kiev Europe/Kyiv Europe/Mariehamn Europe/Nicosia Europe/Riga ' +
    'Europe/Sofia Europe/Tallinn Europe/Tiraspol Europe/Uzhgorod Europe/Vilnius Europe/Zaporozhye',
  'EEST+180[..2010-10-31T00:00Z] EET+120': 'Europe/Kaliningrad Europe/Minsk',
  'EEST+180[..2013-10-27T01:00Z] EET+120 MSK+180 MSK+240': 'Europe/Simferopol',
  'EEST+180[..2016-09-06T21:00Z] EET+120': 'Asia/Istanbul Europe/Istanbul Turkey',
  'EEST+180[..2016-09-07T21:00Z] EEST+180 EET+120': 'Asia/Famagusta',
  'EEST+180[..2022-10-27T21:00Z] EET+120': 'Asia/Damascus',
  'EEST+180[..2022-10-27T22:00Z] EET+120': 'Asia/Amman',
  'EST-300':
    'America/Atikokan America/Cayman America/Coral_Harbour America/Jamaica America/Panama EST Jamaica',
  'EST-300[..2006-04-02T07:00Z] CDT-300 CST-360':
    'America/Indiana/Knox America/Indiana/Tell_City America/Knox_IN US/Indiana-Starke',
  'GMT+0':
    'Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul Africa/Bissau Africa/Conakry Africa/Dakar ' +
    'Africa/Freetown Africa/Lome Africa/Monrovia Africa/Nouakchott Africa/Ouagadougou Africa/Timbuktu ' +
    'America/Danmarkshavn Atlantic/Reykjavik Atlantic/St_Helena Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 ' +
    'Etc/Greenwich GMT GMT+0 GMT-0 GMT0 Greenwich Iceland',
  'GMT+0 IST+60': 'Eire Europe/Dublin',
  'GMT+0 WAT+60': 'Africa/Sao_Tome',
  'GST+600[..2000-12-22T14:00Z] ChST+600': 'Pacific/Guam Pacific/Saipan',
  'HDT-540 HST-600': 'America/Adak America/Atka US/Aleutian',
  'HKT+480': 'Asia/Hong_Kong Hongkong',
  'HST-600': 'HST Pacific/Honolulu Pacific/Johnston US/Hawaii',
  'IDT+180 IST+120': 'Asia/Jerusalem Asia/Tel_Aviv Israel',
  'IST+330': 'Asia/Calcutta Asia/Kolkata',
  'JST+540': 'Asia/Tokyo Japan',
  'KST+510 KST+540': 'Asia/Pyongyang',
  'KST+540': 'Asia/Seoul ROK',
  'MDT-360 MST-420':
    'America/Boise America/Denver America/Mazatlan America/Shiprock MST7MDT Mexico/BajaSur Navajo ' +
    'US/Mountain',
  'MDT-360[..2003-10-26T08:00Z] CDT-300 CST-360 MST-420': 'America/North_Dakota/New_Salem',
  'MDT-360[..2009-10-25T08:00Z] CDT-300 CST-360 MST-420': 'America/Bahia_Banderas',
  'MDT-360[..2010-11-07T08:00Z] CDT-300 CST-360 MST-420': 'America/North_Dakota/Beulah',
  'MDT-360[..2022-10-30T08:00Z] CDT-300 CST-360 MST-420': 'America/Ojinaga',
  'MDT-360[..2022-10-30T08:00Z] CST-360 MST-420': 'America/Chihuahua',
  'MDT-360[..2026-11-01T08:00Z] CST-360 MST-420':
    'America/Edmonton America/Inuvik America/Yellowknife Canada/Mountain',
  'MSD+240[..2010-10-30T23:00Z] MSK+180 MSK+240': 'Europe/Kirov Europe/Moscow W-SU',
  'MSD+240[..2010-10-30T23:00Z] MSK+240[2011-03-26T23:00Z..2014-10-25T22:00Z] MSK+180': 'Europe/Volgograd',
  'MST-420': 'America/Creston America/Dawson_Creek America/Hermosillo America/Phoenix MST US/Arizona',
  'NDT-150 NST-210': 'America/St_Johns Canada/Newfoundland',
  'NZDT+780 NZST+720': 'Antarctica/McMurdo Antarctica/South_Pole NZ Pacific/Auckland',
  'PDT-420 PST-480':
    'America/Ensenada America/Los_Angeles America/Santa_Isabel America/Tijuana Mexico/BajaNorte PST8PDT ' +
    'US/Pacific',
  'PDT-420[..2014-11-02T09:00Z] MST-420 PST-480': 'America/Fort_Nelson',
  'PDT-420[..2020-11-01T07:00Z] MST-420 PST-480': 'America/Dawson America/Whitehorse Canada/Yukon',
  'PDT-420[..2026-11-01T09:00Z] MST-420 PST-480': 'America/Vancouver Canada/Pacific',
  'PKST+360 PKT+300': 'Asia/Karachi',
  'PST+480': 'Asia/Manila',
  'SAST+120': 'Africa/Johannesburg Africa/Maseru Africa/Mbabane',
  'SST-660': 'Pacific/Midway Pacific/Pago_Pago Pacific/Samoa US/Samoa',
  'UTC+0': 'Etc/UCT Etc/UTC Etc/Universal Etc/Zulu UCT UTC Universal Zulu',
  'WAT+60':
    'Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Lagos Africa/Libreville ' +
    'Africa/Luanda Africa/Malabo Africa/Ndjamena Africa/Niamey Africa/Porto-Novo',
  'WEST+60 WET+0':
    'Atlantic/Canary Atlantic/Faeroe Atlantic/Faroe Atlantic/Madeira Europe/Lisbon Portugal WET',
  'WIB+420': 'Asia/Jakarta Asia/Pontianak',
  'WIT+540': 'Asia/Jayapura',
  'WITA+480': 'Asia/Makassar Asia/Ujung_Pandang',
}
