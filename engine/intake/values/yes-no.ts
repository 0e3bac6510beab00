/**
 * Words of yes and no, in small letters, by language; the same for truth values of columns and for answers about consent. Only
 * words that cannot be heard the other way in another language: what is no somewhere is no here.
 */

/** English and the west of Europe; the east and north of it; Greek, Turkish, Arabic, Hebrew, Persian, Hindi; the east of Asia. */
export const YES: readonly string[] = `yes y ja oui si sí sì sim
  tak ano áno igen kyllä da jā taip jah да так
  ναι evet نعم כן بله آری हाँ हां
  はい 是 是的 예 네 ใช่ có ya`
  .split(/\s+/)
  .filter((word) => word !== '');

export const NO: readonly string[] = `no n nein nee non não nao
  nie ne nem ei nej nei nu nē нет не ні
  όχι hayır hayir لا לא خیر نه नहीं
  いいえ 否 不是 아니오 아니요 ไม่ ไม่ใช่ không tidak`
  .split(/\s+/)
  .filter((word) => word !== '');
