/** Words of answers about consent and of what it is for, in the languages of the lexicon. */
import { NO, YES } from '../values/yes-no.ts';
import { keysOf } from './tokens.ts';

/**
 * Words that a consent state column holds, and the state of the vocabulary they suggest. Of words other than yes and no only
 * those that say by themselves that somebody agreed, or did not.
 */
export const STATE_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    given: `${YES.join(' ')} given granted grant accepted accept subscribed subscribe opted_in opt_in optin active consented true 1
      согласен согласна подписан подписана згоден згодна підписаний съгласен съгласна συμφωνώ onaylı onayladı izinli souhlasím súhlasím
      hozzájárulok feliratkozott موافق موافقة מסכים מסכימה موافقم सहमत 同意 同意する 同意します 同意済み 希望する 購読中 配信希望 已同意 已订阅 已訂閱 订阅 訂閱
      동의 동의함 수신동의 구독중 ยินยอม đồng_ý setuju`,
    refused: `${NO.join(' ')} refused denied declined rejected not_subscribed not_opted_in false 0
      не_согласен не_согласна несогласен не_подписан не_подписана не_згоден не_згодна διαφωνώ onaysız izinsiz nesouhlasím nesúhlasím غير_موافق
      לא_מסכים לא_מסכימה مخالف असहमत 不同意 同意しない 同意しません 未同意 希望しない 配信しない 拒否 未订阅 未訂閱 不接收 拒绝 拒絕 미동의 동의안함 동의_안함 거부 수신거부
      ไม่ยินยอม không_đồng_ý tidak_setuju`,
    withdrawn: `withdrawn withdraw revoked unsubscribed unsubscribe opted_out opt_out optout отписан отписался отписалась відписаний
      leiratkozott odhlášen διαγραφή 配信停止 同意撤回 已退订 退订 已退訂 退訂 철회 수신철회`,
    objected: 'objected objection',
    unknown: 'unknown pending unconfirmed',
  }).flatMap(([state, words]) =>
    words
      .trim()
      .split(/\s+/)
      .map((word): [string, string] => [word, state]),
  ),
);

/** Words in a header or in a purpose column that name a purpose of the vocabulary. */
export const PURPOSE_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'marketing.communications.email': `email emailmarketing newsletter mail mailing emailnewsletter marketingemail mailinglist emailoptin acceptsemailmarketing emailmarketingconsent emailpermissionstatus nyhetsbrev nyhedsbrev hírlevél hírlevélhozzájárulás uutiskirje uudiskiri naujienlaiškis naujienlaiškį odběrnewsletteru
      enovice buletininformativ бюлетин* билтен* ενημερωτικόδελτίο نشرهبريديه ניוזלטר خبرنامه メルマガ メルマガ購読 メールマガジン 邮件订阅 订阅邮件 接收邮件 電子報 訂閱電子報 接收電子報 뉴스레터 이메일수신동의 이메일수신여부 จดหมายข่าว
      epost eposta epošta sähköposti имейл емейл электроннаяпочта електроннапошта メール メール配信 メール配信希望 邮件 电子邮件 電子郵件 이메일 อีเมล ईमेल ایمیل אימייל`,
    'marketing.communications.sms':
      'sms смс sms수신동의 문자수신동의 短信 接收短信 smsizni smsmarketing textmessage smsoptin acceptssmsmarketing smsmarketingconsent marketingsms',
    'marketing.advertising':
      'ads advertising adverts werbung publicite publicidad pubblicita reclame adpersonalization',
    analytics: 'analytics statistics tracking analyse statistik measurement',
    personalize: 'personalize personalise personalization personalisation personalisierung profiling',
  }).flatMap(([purpose, words]) => keysOf(words).map((word): [string, string] => [word, purpose])),
);
