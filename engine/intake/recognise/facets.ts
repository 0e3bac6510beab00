/**
 * What single words of a header say beside what the column is: that it counts pieces, which of several sums or dates of an order
 * it is, that it tells groups. Words of all languages of the lexicon, folded as there.
 */
import { findWords, keysOf } from './tokens.ts';

const WORDS = {
  /** A number or a key, not what people share. */
  number: `id ids no nr num number numbers nummer numero n key code codigo ref reference referenz hash uid guid uuid номер* код ид
    број идентификатор* číslo kód broj šifra številka szám azonosító numărul număr cod tunnus numeris kodas numurs kods kood numara
    numarası kodu mã nomor kode αριθμός κωδικός رقم معرف كود מספר קוד מזהה شماره کد شناسه संख्या आईडी नंबर 编号 編號 番号 コード 번호 코드 아이디 รหัส เลขที่ หมายเลข`,
  /** How many pieces. */
  pieces: `quantity qty anzahl menge quantite cantidad quantita aantal quantidade pieces stuck количеств* кількіст* колво шт штук бројкомада =брой =број
    množství množstvo količina komada kosov mennyiség darab darabszám =db bucăți cantitate =määrä kpl kogus =tk daudzums kiekis vnt adet miktar antal antall ilość ποσότητα τεμάχια
    كميه כמות تعداد मात्रा sốlượng kuantitas 数量 數量 個数 件数 購入点数 수량 주문수량 จำนวน จำนวนชิ้น`,
  /** What is added to an amount or taken off it, which is never the amount. */
  part: `discount disc discounts tax taxes vat shipping refund refunded refunds fee fees weight count tip tips duties скидк* знижк* отстъпк* попуст* налог* ндс пдв
    ддс доставк* доставц* возврат* поверненн* комисси* бонус* sleva zľava popust kedvezmény reducere alennus allahindlus atlaide nuolaida indirim rabat rabatt dph ddv áfa tva
    alv kdv moms doprava dostava szállítási livrare toimitus toimituksen frakt fragt dostawy kargo kargoücreti έκπτωση φπα μεταφορικά αποστολής خصم ضريبه شحن توصيل הנחה מעמ משלוח تخفیف مالیات ارسال
    giảmgiá chiếtkhấu phívậnchuyển thuế diskon potongan ongkir pajak छूट कर 折扣 优惠 優惠 折扣金額 优惠金额 运费 運費 税费 税 稅 稅金 税額 消費税 送料 手数料 割引 割引額 値引 値引き ポイント 返金 退款 할인 할인금액 배송비 세금 부가세 포인트 적립금 환불
    ส่วนลด ค่าจัดส่ง ภาษี`,
  /** The whole of a sum. */
  whole: `total gesamt amount sales revenue betrag montant importe importo bedrag итог* итого всего разом усього общо укупно суммазаказ* сумазамовлен* обща celkem celková celkovácena
    spolu ukupno skupaj összesen végösszeg fizetendő totalplată yhteensä loppusumma kokku kopā viso toplam toplamtutar totalbelopp łącznie razem samlet σύνολο συνολικό συνολικόποσό τελικό
    إجمالي مجموع סהכ סך סכוםכולל کل جمع tổngtiền tổngcộng tổnggiátrị totalbelanja totalbayar कुल 总金额 总额 总计 合计 订单金额 实付金额 總金額 總額 總計 合計 合計金額 訂單金額 購入金額 注文金額 総額 支払総額 総計
    총액 합계 총금액 결제금액 주문금액 ยอดรวม`,
  /** A part of it. */
  sub: 'sub subtotal line подытог промежуточн* mezisoučet részösszeg aratoplam 小计 小計 소계',
  /** What somebody spent in all their orders. */
  'in-all': 'spent lifetime 累計 累计 누적 ltv',
  /** When an order or event happened. */
  main: `occurred ordered order transaction event purchase invoice created recorded timestamp заказ* покупк* покупок продаж* замовлен* купівл* поръчк* поръчката поруџбин* objednávky objednávka
    nákupu narudžbe kupnje naročila rendelés vásárlás comenzii tilaus tilauksen tilauspäivä tellimus tellimuse pasūtījuma užsakymo sipariş zamówienia zakupu köp beställning παραγγελίας αγοράς طلب شراء הזמנה רכישה سفارش خرید
    ऑर्डर đặthàng ngàyđặthàng ngàymua pesanan transaksi pembelian 下单 下单时间 下单日期 订单 订单时间 交易 付款时间 訂購 訂購日期 訂單 下單時間 注文 注文日 注文日時 受注 受注日 購入 購入日 주문 주문일 주문일자 주문일시 구매 구매일 결제일 สั่งซื้อ วันที่สั่งซื้อ วันที่ซื้อ`,
  /** When it ended, or was looked at again. */
  late: `updated synced cancelled closed end until expires processed обновл* оновл* изменен* закрыт* отмен* доставк* доставлен* відправк* отгрузк* aktualizace zrušeno doručení dodání
    odoslania szállítás lemondás livrării toimitus toimituksen teslimat güncelleme iptal dostawy anulowania leverans παράδοσης ακύρωσης تسليم إلغاء تحديث משלוח אספקה ביטול عودت تحویل لغو giaohàng pengiriman pembatalan
    更新 更新日 更新日時 更新时间 取消 发货 发货时间 完成时间 配送 配送日 発送 発送日 お届け日 キャンセル 배송 배송일 배송완료일 취소 취소일 수정일 จัดส่ง วันที่จัดส่ง ยกเลิก`,
  /** Groups of people or things: a kind of them, not one of them. */
  kind: `тип типа вид категори* категорі* групп* груп* сегмент* уровен* рівен* ниво статус* druh kategorie skupina úroveň vrsta razina kategorija skupina raven típus kategória csoport szint tip categorie nivel grup
    tyyppi taso ryhmä luokka tüüp tase tips līmenis tipas lygis tipi türü seviye seviyesi grubu typ poziom kategoria loại hạng nhóm jenis tipe tingkat kategori τύπος είδος επίπεδο κατηγορία ομάδα نوع فئه مستوى סוג רמה רמת קטגוריה קבוצה
    نوع دسته سطح گروه प्रकार श्रेणी 类型 等级 级别 分类 類型 等級 級別 分類 種別 区分 ランク 種類 유형 등급 종류 구분 분류 ประเภท ระดับ กลุ่ม`,
  /** The place in an address that is read as a text although it is written in figures. */
  postcode: `postcode postalcode zip zipcode zippostalcode plz postleitzahl codepostal codigopostal cap cep индекс* почтовыйиндекс поштовийіндекс пощенскикод поштанскиброј поштанскикод
    psč poštovnísměrovacíčíslo poštanskibroj poštnaštevilka irányítószám irsz codpoștal postinumero postiindeks sihtnumber pastaindekss paštokodas paštoindeksas postakodu kodpocztowy postnummer postnr
    ταχυδρομικόςκώδικας ταχυδρομικόςκωδικός τκ رمزبريدي מיקוד کدپستی पिनकोड mãbưuđiện mãbưuchính kodepos poskod 邮编 邮政编码 郵遞區號 郵編 郵便番号 우편번호 รหัสไปรษณีย์`,
  currency: `currency currencycode waehrung wahrung devise moneda valuta moeda валют* валут* měna mena devizanem pénznem monedă valuutta valuuta valūta parabirimi dövizcinsi dövizkodu waluta νόμισμα عمله מטבע ارز واحدپول
    मुद्रा tiềntệ loạitiền matauang 币种 货币 幣別 貨幣 通貨 통화 화폐 สกุลเงิน`,
  /** Where something is sent, not who somebody is. */
  shipped: 'shipping billing',
  /** What turns an answer round. */
  negation: `not non no nein nee nej nicht kein keine niet geen pas sans не нет без ні немає ne není nie bez nem nincs nu fără ei mitte nav değil hayır inte ikke δεν μη όχι χωρίς غير لا عدم לא אין ללא بدون عدم نه không chưa tidak bukan
    नहीं vermedi istemiyor yok ไม่`,
};
export type Facet = keyof typeof WORDS;

const FACETS: ReadonlyMap<string, ReadonlySet<Facet>> = (() => {
  const map = new Map<string, Set<Facet>>();
  for (const [facet, words] of Object.entries(WORDS))
    for (const key of keysOf(words)) map.set(key, (map.get(key) ?? new Set()).add(facet as Facet));
  return map;
})();

/** What the words of a header say. */
export const facetsOf = (tokens: readonly string[]): ReadonlySet<Facet> =>
  new Set(findWords(tokens, FACETS).flatMap(({ concept }) => [...concept]));

/** Places of the words of a header that name a part of a sum. */
export const partsIn = (tokens: readonly string[]): number[] =>
  findWords(tokens, FACETS)
    .filter(({ concept }) => concept.has('part'))
    .map(({ from }) => from);
