/** Tables in many languages, and their bytes as GNU libc's iconv writes them: an encoder that is not the platform's decoder. */
import type { Encoding } from '../../../../shared/encodings.ts';

export const TEXTS = {
  Russian:
    'клиент;имя;город\nК1;Иван Петров;Москва\nК2;Мария Смирнова;Санкт-Петербург\nК3;Ольга Кузнецова;Екатеринбург\nК4;Сергей Попов;Нижний Новгород\n',
  Ukrainian:
    "клієнт;ім'я;місто\nК1;Олексій Шевченко;Київ\nК2;Наталія Бондаренко;Львів\nК3;Їжакевич Андрій;Чернівці\n",
  Bulgarian:
    'клиент;име;град\nК1;Георги Димитров;София\nК2;Мария Иванова;Пловдив\nК3;Стоян Стоянов;Търново\n',
  Greek:
    'πελάτης;όνομα;πόλη\nΠ1;Γεώργιος Παπαδόπουλος;Αθήνα\nΠ2;Μαρία Οικονόμου;Θεσσαλονίκη\nΠ3;Ελένη Νικολάου;Ηράκλειο\n',
  Polish:
    'klient;imię;miasto\nK1;Łukasz Wójcik;Łódź\nK2;Małgorzata Dąbrowska;Kraków\nK3;Święcicki Stanisław;Gdańsk\nK4;Żółtowska Ewa;Poznań\n',
  Czech:
    'zákazník;jméno;město\nK1;Jiří Dvořák;Plzeň\nK2;Tereza Černá;Hradec Králové\nK3;Šárka Nováková;Ústí nad Labem\n',
  Hungarian: 'ügyfél;név;város\nU1;Nagy László;Győr\nU2;Szűcs Réka;Székesfehérvár\nU3;Tóth Jenő;Pécs\n',
  Turkish:
    'müşteri;adı;şehir\nM1;Yiğit Şahin;İstanbul\nM2;Ayşe Yıldız;Diyarbakır\nM3;Çağla Öztürk;Eskişehir\n',
  Lithuanian:
    'klientas;vardas;miestas\nK1;Jonas Žukauskas;Šiauliai\nK2;Rūta Petrauskienė;Klaipėda\nK3;Ąžuolas Čepaitis;Panevėžys\n',
  Latvian:
    'klients;vārds;pilsēta\nK1;Jānis Bērziņš;Rīga\nK2;Līga Ozoliņa;Liepāja\nK3;Kārlis Krūmiņš;Jēkabpils\n',
  French:
    'client;prénom;ville\nC1;Hélène;Orléans\nC2;François;Besançon\nC3;Noël;Saint-Étienne\nC4;Agnès;Nîmes\n',
  German: 'kunde;name;straße\nK1;Jürgen Müller;Königstraße\nK2;Käthe Weiß;Große Bleichen\n',
  Spanish: 'cliente;nombre;ciudad\nC1;José Ibáñez;Málaga\nC2;Íñigo Gómez;León\nC3;Begoña Núñez;A Coruña\n',
  Portuguese: 'cliente;nome;cidade\nC1;João Conceição;São Paulo\nC2;Inês Simões;Évora\n',
  Icelandic: 'viðskiptavinur;nafn;bær\nV1;Þórður Ægisson;Ísafjörður\nV2;Guðrún Sæþórsdóttir;Höfn\n',
  Swedish: 'kund;namn;stad\nK1;Åsa Öberg;Västerås\nK2;Björn Sjöström;Örebro\n',
  Japanese:
    '顧客番号,氏名,フリガナ,住所\nC1,田中太郎,タナカタロウ,東京都千代田区丸の内一丁目\nC2,鈴木花子,スズキハナコ,大阪市北区梅田\nC3,佐藤健,サトウケン,札幌市中央区\n',
  Chinese:
    '客户编号,姓名,城市,备注\nC1,王小明,北京,喜欢我们的新产品\nC2,李丽华,上海,已经购买过三次\nC3,张伟,深圳,需要发票\n',
  Traditional:
    '客戶編號,姓名,城市,備註\nC1,陳大文,臺北,喜歡我們的新產品\nC2,林美玲,高雄,已經購買過三次\nC3,黃志明,新竹,需要發票\n',
  Korean:
    '고객번호,이름,도시,비고\nC1,김철수,서울,단골 고객입니다\nC2,이영희,부산,이메일로 연락 바랍니다\nC3,박민수,대구,문의 있음\n',
} as const;

export const WRITTEN: readonly { encoding: Encoding; language: keyof typeof TEXTS; bytes: string }[] = [
  {
    encoding: 'windows-1251',
    language: 'Russian',
    bytes:
      '6uvo5e3yO+js/zvj7vDu5ArKMTvI4uDtIM/l8vDu4jvM7vHq4uAKyjI7zODw6P8g0ezo8O3u4uA70eDt6vItz+Xy5fDh8/DjCsozO87r/OPgIMrz5+3l9u7i4DvF6uDy5fDo7eHz8OMKyjQ70eXw4+XpIM/u7+7iO83o5u3o6SDN7uLj7vDu5Ao=',
  },
  {
    encoding: 'windows-1251',
    language: 'Ukrainian',
    bytes:
      '6uuzuu3yO7PsJ/877LPx8u4KyjE7zuvl6vGz6SDY5eL35e3q7jvK6L/iCsoyO83g8uDrs/8gwe7t5ODw5e3q7jvL/OKz4grKMzuv5uDq5eLo9yDA7eTws+k71+Xw7bPi9rMK',
  },
  {
    encoding: 'windows-1251',
    language: 'Bulgarian',
    bytes:
      '6uvo5e3yO+js5Tvj8ODkCsoxO8Pl7vDj6CDE6Ozo8vDu4jvR7vTo/wrKMjvM4PDo/yDI4uDt7uLgO8/r7uLk6OIKyjM70fLu/+0g0fLu/+3u4jvS+vDt7uLuCg==',
  },
  {
    encoding: 'koi8-r',
    language: 'Russian',
    bytes:
      'y8zJxc7UO8nN0TvHz9LPxArrMTvp18HOIPDF1NLP1zvtz9PL18EK6zI77cHSydEg883J0s7P18E788HOy9Qt8MXUxdLC1dLHCuszO+/M2MfBIOvV2s7Fw8/XwTvly8HUxdLJzsLV0scK6zQ788XSx8XKIPDP0M/XO+7J1s7JyiDuz9fHz9LPxAo=',
  },
  {
    encoding: 'windows-1253',
    language: 'Greek',
    bytes:
      '8OXr3PTn8jv87e/s4Tvw/OvnCtAxO8Pl/vHj6e/yINDh8OHk/PDv9evv8jvB6N7t4QrQMjvM4fHf4SDP6erv7fzs7/U7yOXz8+Hr7+3f6ucK0DM7xevd7ecgzenq7+vc7/U7x/Hc6uvl6e8K',
  },
  {
    encoding: 'windows-1250',
    language: 'Polish',
    bytes:
      'a2xpZW50O2ltaeo7bWlhc3RvCksxO6N1a2FzeiBX82pjaWs7o/NknwpLMjtNYbNnb3J6YXRhIES5YnJvd3NrYTtLcmFr83cKSzM7jHdp6mNpY2tpIFN0YW5pc7NhdztHZGHxc2sKSzQ7r/OzdG93c2thIEV3YTtQb3puYfEK',
  },
  {
    encoding: 'windows-1250',
    language: 'Czech',
    bytes:
      'euFrYXpu7Ws7am3pbm87bexzdG8KSzE7Smn47SBEdm/44Ws7UGx6ZfIKSzI7VGVyZXphIMhlcm7hO0hyYWRlYyBLcuFsb3bpCkszO4rhcmthIE5vduFrb3bhO9pzdO0gbmFkIExhYmVtCg==',
  },
  {
    encoding: 'windows-1250',
    language: 'Hungarian',
    bytes:
      '/Gd5ZulsO27pdjt24XJvcwpVMTtOYWd5IEzhc3ps8ztHefVyClUyO1N6+2NzIFLpa2E7U3rpa2VzZmVo6XJ24XIKVTM7VPN0aCBKZW71O1DpY3MK',
  },
  {
    encoding: 'iso-8859-2',
    language: 'Polish',
    bytes:
      'a2xpZW50O2ltaeo7bWlhc3RvCksxO6N1a2FzeiBX82pjaWs7o/NkvApLMjtNYbNnb3J6YXRhIESxYnJvd3NrYTtLcmFr83cKSzM7pndp6mNpY2tpIFN0YW5pc7NhdztHZGHxc2sKSzQ7r/OzdG93c2thIEV3YTtQb3puYfEK',
  },
  {
    encoding: 'iso-8859-2',
    language: 'Czech',
    bytes:
      'euFrYXpu7Ws7am3pbm87bexzdG8KSzE7Smn47SBEdm/44Ws7UGx6ZfIKSzI7VGVyZXphIMhlcm7hO0hyYWRlYyBLcuFsb3bpCkszO6nhcmthIE5vduFrb3bhO9pzdO0gbmFkIExhYmVtCg==',
  },
  {
    encoding: 'windows-1254',
    language: 'Turkish',
    bytes:
      'bfz+dGVyaTthZP07/mVoaXIKTTE7WWnwaXQg3mFoaW473XN0YW5idWwKTTI7QXn+ZSBZ/Wxk/Xo7RGl5YXJiYWv9cgpNMzvHYfBsYSDWenT8cms7RXNraf5laGlyCg==',
  },
  {
    encoding: 'windows-1257',
    language: 'Lithuanian',
    bytes:
      'a2xpZW50YXM7dmFyZGFzO21pZXN0YXMKSzE7Sm9uYXMg3nVrYXVza2FzO9BpYXVsaWFpCksyO1L7dGEgUGV0cmF1c2tpZW7rO0tsYWlw62RhCkszO8D+dW9sYXMgyGVwYWl0aXM7UGFuZXbr/nlzCg==',
  },
  {
    encoding: 'windows-1257',
    language: 'Latvian',
    bytes:
      'a2xpZW50czt24nJkcztwaWxz53RhCksxO0ribmlzIELncnpp8vA7Uu5nYQpLMjtM7mdhIE96b2xp8mE7TGllcOJqYQpLMztL4nJsaXMgS3L7bWny8DtK52thYnBpbHMK',
  },
  {
    encoding: 'windows-1252',
    language: 'French',
    bytes:
      'Y2xpZW50O3By6W5vbTt2aWxsZQpDMTtI6WzobmU7T3Js6WFucwpDMjtGcmFu529pcztCZXNhbudvbgpDMztOb+tsO1NhaW50Lcl0aWVubmUKQzQ7QWdu6HM7Tu5tZXMK',
  },
  {
    encoding: 'windows-1252',
    language: 'German',
    bytes:
      'a3VuZGU7bmFtZTtzdHJh32UKSzE7SvxyZ2VuIE38bGxlcjtL9m5pZ3N0cmHfZQpLMjtL5HRoZSBXZWnfO0dyb99lIEJsZWljaGVuCg==',
  },
  {
    encoding: 'windows-1252',
    language: 'Spanish',
    bytes:
      'Y2xpZW50ZTtub21icmU7Y2l1ZGFkCkMxO0pvc+kgSWLh8WV6O03hbGFnYQpDMjvN8WlnbyBH821lejtMZfNuCkMzO0JlZ2/xYSBO+vFlejtBIENvcnXxYQo=',
  },
  {
    encoding: 'windows-1252',
    language: 'Portuguese',
    bytes: 'Y2xpZW50ZTtub21lO2NpZGFkZQpDMTtKb+NvIENvbmNlaefjbztT428gUGF1bG8KQzI7SW7qcyBTaW31ZXM7yXZvcmEK',
  },
  {
    encoding: 'windows-1252',
    language: 'Icelandic',
    bytes:
      'dmnwc2tpcHRhdmludXI7bmFmbjti5nIKVjE73vNy8HVyIMZnaXNzb247zXNhZmr2cvB1cgpWMjtHdfBy+m4gU+b+83JzZPN0dGlyO0j2Zm4K',
  },
  {
    encoding: 'windows-1252',
    language: 'Swedish',
    bytes: 'a3VuZDtuYW1uO3N0YWQKSzE7xXNhINZiZXJnO1bkc3RlcuVzCksyO0Jq9nJuIFNq9nN0cvZtO9ZyZWJybwo=',
  },
  {
    encoding: 'macintosh',
    language: 'French',
    bytes:
      'Y2xpZW50O3Byjm5vbTt2aWxsZQpDMTtIjmyPbmU7T3JsjmFucwpDMjtGcmFujW9pcztCZXNhbo1vbgpDMztOb5FsO1NhaW50LYN0aWVubmUKQzQ7QWduj3M7TpRtZXMK',
  },
  {
    encoding: 'macintosh',
    language: 'German',
    bytes:
      'a3VuZGU7bmFtZTtzdHJhp2UKSzE7Sp9yZ2VuIE2fbGxlcjtLmm5pZ3N0cmGnZQpLMjtLinRoZSBXZWmnO0dyb6dlIEJsZWljaGVuCg==',
  },
  {
    encoding: 'macintosh',
    language: 'Spanish',
    bytes:
      'Y2xpZW50ZTtub21icmU7Y2l1ZGFkCkMxO0pvc44gSWKHlmV6O02HbGFnYQpDMjvqlmlnbyBHl21lejtMZZduCkMzO0JlZ2+WYSBOnJZlejtBIENvcnWWYQo=',
  },
  {
    encoding: 'shift_jis',
    language: 'Japanese',
    bytes:
      'jNqLcZTUjYYsjoGWvCyDdIOKg0uDaSyPWo+KCkMxLJNjkoaRvphZLINeg2mDSoNeg42DRSyTjIuek3OQ55Hjk2OL5orbgsyT4IjqkpqW2gpDMiyX6ZbYidSOcSyDWINZg0yDboNpg1IskeWN445zlmuL5pR+k2MKQzMsjbKToYySLINUg2eDRYNQg5MsjkSWeY5zkoaJm4vmCg==',
  },
  {
    encoding: 'euc-jp',
    language: 'Japanese',
    bytes:
      'uNy10sjWueYsu+HMviyl1aXqpaylyiy9u73qCkMxLMXEw+bCwM+6LKW/pcqlq6W/pe2lpizF7LX+xdTA6cLlxcS26LTdpM7G4rDsw/rM3ApDMizO68zasta70iyluaW6pa2lz6XKpbMswue65bvUy8y26MffxcQKQzMsurTGo7fyLKW1pcilpqWxpfMsu6XL2rvUw+ax+7boCg==',
  },
  {
    encoding: 'gb18030',
    language: 'Chinese',
    bytes:
      'v827p7HgusUs0NXD+yyzx8rQLLG416IKQzEszfXQocP3LLGxvqksz7K7ts7Sw8e1xNDCsvrGtwpDMizA7sD2u6osyc+6oyzS0b6tubrC8rn9yP20zgpDMyzVxc6wLMnu29os0OjSqreixrEK',
  },
  {
    encoding: 'big5',
    language: 'Traditional',
    bytes:
      'q8ik4b1zuLksqW2mVyyrsKWrLLPGtfkKQzEss6+kaqTlLLtPpV8ss9/Fd6farcyqurdzsqOrfgpDMiyqTKz8rMIssKq2ryykd7hnwcq2UrlMpFSmuApDMyy2wKfTqfost3Omyyy73a1utW+yvAo=',
  },
  {
    encoding: 'euc-kr',
    language: 'Korean',
    bytes:
      'sO2wtLn4yKMswMy4pyy1tb3DLLrxsO0KQzEssejDtrz2LLytv+8stNyw8SCw7bC0wNS0z7TZCkMyLMDMv7XI8Sy6zrvqLMDMuN7Az7fOIL+stvQgudm2+LTPtNkKQzMsudq5zrz2LLTrsbgsua7AxyDA1sC9Cg==',
  },
];

/** The bytes of a table in one of them. */
export const textIn = (encoding: Encoding, language: keyof typeof TEXTS): Buffer => {
  const found = WRITTEN.find((one) => one.encoding === encoding && one.language === language);
  if (found === undefined) throw new Error('no such text');
  return Buffer.from(found.bytes, 'base64');
};
