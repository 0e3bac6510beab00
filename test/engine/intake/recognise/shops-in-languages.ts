/**
 * Exports of shops as people make them in thirty languages: what each column is, told by hand, and its name. The first line of
 * a language has its words for yes and no, steps of a ladder of customers, towns, and given names.
 */
export const SHOPS = `
# Russian yes=да no=нет words=Золото|Серебро|Бронза cities=Москва|Казань|Пермь|Омск|Самара names=Иван|Ольга|Пётр|Анна|Дмитрий|Наталья
profiles id:Номер клиента; email:Электронная почта; phone:Телефон; name:Фамилия; name:Имя; name:Отчество;
  birth:Дата рождения; quasi:Пол; quasi:Город; post:Почтовый индекс; quasi:Область; quasi:Страна;
  address:Адрес доставки; shop:Тариф; shop:Уровень лояльности; shop:Сегмент; shop:Источник; figure:Бонусные баллы;
  figure:Количество заказов; money:Сумма покупок; date:Дата регистрации; consent:Согласие на рассылку;
  text:Комментарий; special:Группа крови; official:СНИЛС; official:Серия и номер паспорта
profiles id:ID клиента; name:ФИО; phone:Мобильный телефон; email:E-mail; shop:Статус клиента; shop:Категория;
  shop:Канал привлечения; quasi:Возраст; quasi:Семейное положение; quasi:Профессия; quasi:Доход; special:Инвалидность;
  special:Вероисповедание; special:Национальность; consent:Подписка на рассылку; figure:Скидка;
  shop:Карта лояльности уровень; official:ИНН; person:Менеджер; address:Улица; address:Дом; address:Квартира;
  figure:Средний чек; date:Последняя покупка
orders order:Номер заказа; id:Клиент; time:Дата заказа; amount:Сумма заказа; qty:Количество; product:Товар;
  shop:Статус заказа; shop:Способ оплаты; shop:Способ доставки; currency:Валюта; name:Получатель;
  address:Адрес доставки; phone:Телефон получателя; money:Стоимость доставки; money:Скидка; text:Примечание
orders order:№ заказа; id:Код клиента; time:Дата покупки; amount:Итого; product:Наименование товара; qty:Кол-во;
  price:Цена; shop:Магазин
# Ukrainian yes=так no=ні words=Золотий|Срібний|Бронзовий cities=Київ|Львів|Одеса|Харків|Дніпро names=Іван|Ольга|Петро|Ганна|Дмитро|Наталія
profiles id:Номер клієнта; email:Електронна пошта; phone:Номер телефону; name:Прізвище; name:Ім'я; name:По батькові;
  birth:Дата народження; quasi:Стать; quasi:Місто; post:Поштовий індекс; quasi:Область; quasi:Країна;
  address:Адреса доставки; shop:Тариф; shop:Рівень лояльності; shop:Сегмент; figure:Бали; figure:Кількість замовлень;
  money:Сума покупок; date:Дата реєстрації; consent:Згода на розсилку; text:Коментар; special:Стан здоров'я;
  special:Віросповідання
orders order:Номер замовлення; id:Код клієнта; time:Дата замовлення; amount:Сума замовлення; qty:Кількість;
  product:Товар; shop:Статус; shop:Спосіб оплати; currency:Валюта; name:Одержувач; address:Вулиця
# Bulgarian yes=да no=не words=Злато|Сребро|Бронз cities=София|Пловдив|Варна|Бургас|Русе names=Иван|Мария|Георги|Елена|Димитър|Петя
profiles id:Клиентски номер; email:Имейл; phone:Телефон; name:Име; name:Фамилия; birth:Дата на раждане; quasi:Пол;
  quasi:Град; post:Пощенски код; quasi:Държава; address:Адрес; shop:Абонаментен план; shop:Ниво; figure:Точки;
  figure:Брой поръчки; date:Дата на регистрация; consent:Съгласие за бюлетин; special:Религия; official:ЕГН
orders order:Номер на поръчка; id:Клиентски номер; time:Дата на поръчката; amount:Обща сума; qty:Брой; product:Продукт;
  shop:Статус; currency:Валута
# Greek yes=ναι no=όχι words=Χρυσό|Ασημένιο|Χάλκινο cities=Αθήνα|Πάτρα|Βόλος|Χανιά|Λάρισα names=Γιώργος|Μαρία|Νίκος|Ελένη|Κώστας|Σοφία
profiles id:Κωδικός πελάτη; email:Ηλεκτρονικό ταχυδρομείο; phone:Τηλέφωνο; name:Όνομα; name:Επώνυμο;
  birth:Ημερομηνία γέννησης; quasi:Φύλο; quasi:Πόλη; post:Ταχυδρομικός κώδικας; quasi:Χώρα; quasi:Νομός;
  address:Διεύθυνση; shop:Πρόγραμμα; shop:Επίπεδο; shop:Κατηγορία πελάτη; figure:Πόντοι; figure:Αριθμός παραγγελιών;
  money:Σύνολο αγορών; date:Ημερομηνία εγγραφής; consent:Συγκατάθεση για ενημερωτικό δελτίο; text:Σχόλια;
  special:Θρήσκευμα; official:ΑΦΜ; official:ΑΜΚΑ; quasi:Επάγγελμα; quasi:Ηλικία; special:Αναπηρία
orders order:Αριθμός παραγγελίας; id:Κωδικός πελάτη; time:Ημερομηνία παραγγελίας; amount:Σύνολο; qty:Ποσότητα;
  product:Προϊόν; shop:Κατάσταση; shop:Τρόπος πληρωμής; currency:Νόμισμα; name:Ονοματεπώνυμο; phone:Κινητό
# Turkish yes=evet no=hayır words=Altın|Gümüş|Bronz cities=İstanbul|Ankara|İzmir|Bursa|Adana names=Mehmet|Ayşe|Mustafa|Fatma|Emine|Hasan
profiles id:Müşteri No; email:E-posta; phone:Cep Telefonu; name:Ad; name:Soyad; birth:Doğum Tarihi; quasi:Cinsiyet;
  quasi:Şehir; quasi:İlçe; post:Posta Kodu; quasi:Ülke; address:Adres; address:Mahalle; shop:Üyelik Tipi;
  shop:Sadakat Seviyesi; shop:Kanal; figure:Puan; figure:Sipariş Sayısı; money:Toplam Harcama; date:Kayıt Tarihi;
  consent:Bülten İzni; text:Açıklama; official:T.C. Kimlik No; special:Din; special:Kan Grubu; special:Engelli;
  quasi:Meslek; quasi:Medeni Durum; quasi:Yaş
orders order:Sipariş No; id:Müşteri No; time:Sipariş Tarihi; amount:Toplam Tutar; qty:Adet; product:Ürün; shop:Durum;
  shop:Ödeme Yöntemi; currency:Para Birimi; name:Alıcı Adı; address:Teslimat Adresi; phone:Telefon
# Czech yes=ano no=ne words=Zlatý|Stříbrný|Bronzový cities=Praha|Brno|Ostrava|Plzeň|Liberec names=Jan|Petr|Jana|Eva|Tomáš|Lenka
profiles id:Číslo zákazníka; email:E-mail; phone:Telefon; name:Jméno; name:Příjmení; birth:Datum narození;
  quasi:Pohlaví; quasi:Město; post:PSČ; quasi:Kraj; quasi:Země; address:Ulice; address:Číslo popisné; shop:Tarif;
  shop:Úroveň věrnosti; shop:Zdroj; figure:Body; figure:Počet objednávek; money:Celková útrata; date:Datum registrace;
  consent:Souhlas s newsletterem; text:Poznámka; official:Rodné číslo; special:Náboženství; special:Zdravotní stav;
  special:Krevní skupina; quasi:Povolání; quasi:Rodinný stav; quasi:Věk; special:Národnost
orders order:Číslo objednávky; id:Číslo zákazníka; time:Datum objednávky; amount:Celková cena; qty:Množství;
  product:Produkt; shop:Stav; shop:Způsob platby; currency:Měna; name:Příjemce; address:Doručovací adresa
# Slovak yes=áno no=nie words=Zlatý|Strieborný|Bronzový cities=Bratislava|Košice|Nitra|Žilina|Prešov names=Ján|Peter|Jana|Eva|Martin|Lucia
profiles id:Číslo zákazníka; email:E-mail; phone:Telefónne číslo; name:Meno; name:Priezvisko; birth:Dátum narodenia;
  quasi:Pohlavie; quasi:Mesto; post:PSČ; quasi:Krajina; address:Ulica; shop:Program; figure:Body;
  figure:Počet objednávok; consent:Súhlas s newsletterom; official:Rodné číslo; special:Náboženstvo;
  special:Zdravotný stav; quasi:Povolanie; quasi:Vek
# Hungarian yes=igen no=nem words=Arany|Ezüst|Bronz cities=Budapest|Győr|Pécs|Szeged|Eger names=László|Katalin|István|Zsuzsanna|János|Éva
profiles id:Ügyfélszám; email:E-mail cím; phone:Telefonszám; name:Vezetéknév; name:Keresztnév; birth:Születési dátum;
  quasi:Nem; quasi:Város; post:Irányítószám; quasi:Megye; quasi:Ország; address:Utca; address:Házszám; shop:Csomag;
  shop:Hűségszint; shop:Forrás; figure:Pontok; figure:Rendelések száma; money:Összes költés; date:Regisztráció dátuma;
  consent:Hírlevél hozzájárulás; text:Megjegyzés; official:TAJ szám; official:Adóazonosító; special:Vallás;
  special:Egészségi állapot; special:Vércsoport; special:Fogyatékosság; quasi:Foglalkozás; quasi:Családi állapot;
  quasi:Életkor; name:Anyja neve
orders order:Rendelésszám; id:Ügyfélszám; time:Rendelés dátuma; amount:Végösszeg; qty:Mennyiség; product:Termék;
  shop:Állapot; shop:Fizetési mód; currency:Pénznem; name:Címzett; address:Szállítási cím
# Finnish yes=kyllä no=ei words=Kulta|Hopea|Pronssi cities=Helsinki|Turku|Oulu|Tampere|Vaasa names=Matti|Maija|Juha|Päivi|Antti|Liisa
profiles id:Asiakasnumero; email:Sähköposti; phone:Puhelinnumero; name:Etunimi; name:Sukunimi; birth:Syntymäaika;
  quasi:Sukupuoli; quasi:Kaupunki; post:Postinumero; quasi:Maa; address:Katuosoite; shop:Tilaustyyppi;
  shop:Asiakastaso; shop:Kanava; figure:Pisteet; figure:Tilausten määrä; money:Ostot yhteensä;
  date:Rekisteröitymispäivä; consent:Uutiskirje; text:Huomautus; official:Henkilötunnus; special:Uskonto;
  special:Terveydentila; special:Veriryhmä; special:Vamma; quasi:Ammatti; quasi:Siviilisääty; quasi:Ikä;
  special:Ammattiliitto
orders order:Tilausnumero; id:Asiakasnumero; time:Tilauspäivä; amount:Summa; qty:Määrä; product:Tuote; shop:Tila;
  shop:Maksutapa; currency:Valuutta; name:Vastaanottaja; address:Toimitusosoite
# Romanian yes=da no=nu words=Aur|Argint|Bronz cities=București|Cluj|Iași|Brașov|Arad names=Ion|Maria|Andrei|Elena|Mihai|Ioana
profiles id:Cod client; email:Adresă de e-mail; phone:Număr de telefon; name:Nume; name:Prenume; birth:Data nașterii;
  quasi:Sex; quasi:Oraș; post:Cod poștal; quasi:Județ; quasi:Țară; address:Adresă; address:Stradă; shop:Abonament;
  shop:Nivel; shop:Sursă; figure:Puncte; figure:Număr comenzi; money:Total cheltuit; date:Data înregistrării;
  consent:Acord newsletter; text:Observații; official:CNP; special:Religie; special:Stare de sănătate;
  special:Grupă sanguină; special:Handicap; quasi:Profesie; quasi:Stare civilă; quasi:Vârstă; special:Etnie
orders order:Număr comandă; id:Cod client; time:Data comenzii; amount:Total; qty:Cantitate; product:Produs; shop:Stare;
  shop:Metodă de plată; currency:Monedă; name:Destinatar; address:Adresă de livrare
# Polish yes=tak no=nie words=Złoty|Srebrny|Brązowy cities=Warszawa|Kraków|Gdańsk|Łódź|Lublin names=Piotr|Anna|Paweł|Ewa|Tomasz|Kinga
profiles id:Numer klienta; email:Adres e-mail; phone:Numer telefonu; name:Imię; name:Nazwisko; birth:Data urodzenia;
  quasi:Płeć; quasi:Miasto; post:Kod pocztowy; quasi:Województwo; quasi:Kraj; address:Ulica; address:Nr domu;
  shop:Taryfa; shop:Poziom lojalności; shop:Źródło; figure:Punkty; figure:Liczba zamówień; money:Suma zakupów;
  date:Data rejestracji; consent:Zgoda na newsletter; text:Uwagi; official:PESEL; special:Wyznanie;
  special:Stan zdrowia; special:Grupa krwi; special:Niepełnosprawność; quasi:Zawód; quasi:Stan cywilny; quasi:Wiek
orders order:Numer zamówienia; id:Numer klienta; time:Data zamówienia; amount:Kwota; qty:Ilość; product:Produkt;
  shop:Status; shop:Sposób płatności; currency:Waluta; name:Odbiorca; address:Adres dostawy
# Croatian yes=da no=ne words=Zlatni|Srebrni|Brončani cities=Zagreb|Split|Rijeka|Osijek|Zadar names=Ivan|Marija|Josip|Ana|Marko|Petra
profiles id:Broj kupca; email:E-pošta; phone:Broj telefona; name:Ime; name:Prezime; birth:Datum rođenja; quasi:Spol;
  quasi:Grad; post:Poštanski broj; quasi:Država; quasi:Županija; address:Adresa; address:Ulica; shop:Paket;
  shop:Razina; figure:Bodovi; figure:Broj narudžbi; date:Datum registracije; consent:Privola za newsletter;
  text:Napomena; official:OIB; special:Vjera; special:Zdravstveno stanje; special:Krvna grupa; special:Invalidnost;
  quasi:Zanimanje; quasi:Dob
# Vietnamese yes=có no=không words=Vàng|Bạc|Đồng cities=Hà Nội|Huế|Đà Nẵng|Cần Thơ|Vinh names=Hùng|Lan|Minh|Hoa|Dũng|Thảo
profiles id:Mã khách hàng; email:Email; phone:Số điện thoại; name:Họ; name:Tên; name:Họ và tên; birth:Ngày sinh;
  quasi:Giới tính; quasi:Thành phố; quasi:Tỉnh; post:Mã bưu điện; quasi:Quốc gia; address:Địa chỉ; shop:Gói dịch vụ;
  shop:Hạng thành viên; shop:Nguồn; figure:Điểm; figure:Số đơn hàng; money:Tổng chi tiêu; date:Ngày đăng ký;
  consent:Đồng ý nhận bản tin; text:Ghi chú; official:CCCD; official:Số CMND; special:Tôn giáo; special:Dân tộc;
  special:Nhóm máu; special:Tình trạng sức khỏe; quasi:Nghề nghiệp; quasi:Tuổi
orders order:Mã đơn hàng; id:Mã khách hàng; time:Ngày đặt hàng; amount:Tổng tiền; qty:Số lượng; product:Sản phẩm;
  shop:Trạng thái; shop:Phương thức thanh toán; currency:Tiền tệ; name:Người nhận; address:Địa chỉ giao hàng
# Indonesian yes=ya no=tidak words=Emas|Perak|Perunggu cities=Jakarta|Bandung|Medan|Solo|Bogor names=Budi|Siti|Agus|Dewi|Andi|Putri
profiles id:ID Pelanggan; email:Surel; phone:Nomor Telepon; name:Nama Depan; name:Nama Belakang; name:Nama;
  birth:Tanggal Lahir; quasi:Jenis Kelamin; quasi:Kota; quasi:Provinsi; post:Kode Pos; quasi:Negara; address:Alamat;
  shop:Paket; shop:Tingkat Keanggotaan; shop:Sumber; figure:Poin; figure:Jumlah Pesanan; money:Total Belanja;
  date:Tanggal Daftar; consent:Persetujuan Buletin; text:Catatan; official:NIK; official:Nomor KTP; special:Agama;
  special:Suku; special:Golongan Darah; special:Disabilitas; quasi:Pekerjaan; quasi:Status Perkawinan; quasi:Usia
orders order:Nomor Pesanan; id:ID Pelanggan; time:Tanggal Pesanan; amount:Jumlah Total; qty:Kuantitas; product:Produk;
  shop:Status; shop:Metode Pembayaran; currency:Mata Uang; name:Penerima; address:Alamat Pengiriman
# Japanese yes=はい no=いいえ words=ゴールド|シルバー|ブロンズ cities=東京都|大阪府|北海道|京都府|福岡県 names=太郎|花子|一郎|健太|美咲|陽菜
profiles id:会員番号; email:メールアドレス; phone:電話番号; name:姓; name:名; name:セイ; birth:生年月日; quasi:性別; quasi:都道府県; quasi:市区町村;
  post:郵便番号; address:番地; shop:会員ランク; shop:料金プラン; shop:会員種別; shop:流入経路; shop:支払方法; figure:ポイント残高; figure:購入回数;
  money:累計購入金額; date:登録日; consent:メルマガ購読; text:備考; special:血液型; official:マイナンバー; quasi:年代; quasi:職業; special:アレルギー
profiles id:顧客ID; name:氏名（漢字）; name:氏名（カナ）; email:Eメール; phone:携帯電話; address:住所１; address:住所２; quasi:年齢; quasi:居住地;
  shop:顧客区分; shop:顧客ステータス; shop:ご利用プラン; shop:来店店舗; shop:お気に入りカテゴリ; figure:最終購入からの日数; figure:平均単価; consent:メール配信希望;
  special:既往症; special:信仰; date:最終購入日
orders order:注文番号; id:顧客ID; time:注文日; amount:購入金額; qty:数量; product:商品名; shop:注文ステータス; shop:決済方法; shop:配送方法;
  currency:通貨; name:配送先氏名; address:配送先住所; phone:配送先電話番号; money:送料; money:消費税; text:注文メモ
# Chinese yes=是 no=否 words=黄金会员|白银会员|普通会员 cities=北京|上海|广州|深圳|成都 names=王伟|李娜|张敏|刘洋|陈静|杨帆
profiles id:客户编号; email:电子邮箱; phone:手机号; name:姓名; name:昵称; birth:出生日期; quasi:性别; quasi:城市; quasi:省份; quasi:国家;
  post:邮政编码; address:收货地址; shop:会员等级; shop:套餐; shop:渠道来源; shop:客户类型; figure:积分; figure:订单数量; money:累计消费金额; date:注册时间;
  consent:是否订阅邮件; text:备注; official:身份证号; special:民族; special:宗教信仰; special:健康状况; special:血型; quasi:职业; quasi:年龄;
  quasi:婚姻状况; quasi:学历; quasi:收入; account:微信号
orders order:订单号; id:会员ID; time:下单时间; amount:订单金额; qty:数量; product:商品名称; shop:订单状态; shop:支付方式; shop:配送方式; currency:币种;
  name:收货人; address:收货地址; phone:联系电话; money:运费; money:优惠金额; text:买家留言
# Chinese of Taiwan yes=是 no=否 words=金卡會員|銀卡會員|一般會員 cities=臺北市|新北市|臺中市|高雄市|臺南市 names=王小明|李美玲|張志豪|陳怡君|林俊傑|黃淑芬
profiles id:會員編號; email:電子郵件; phone:手機號碼; name:姓名; birth:出生日期; quasi:性別; quasi:縣市; quasi:國家; post:郵遞區號; address:地址;
  shop:會員等級; shop:方案; shop:來源管道; figure:點數; figure:訂單數; money:消費總額; date:註冊日期; consent:訂閱電子報; text:備註; official:身分證字號;
  special:宗教; special:血型; special:身心障礙; quasi:職業; quasi:年齡
orders order:訂單編號; id:會員編號; time:訂購日期; amount:訂單金額; qty:數量; product:商品名稱; shop:訂單狀態; shop:付款方式; currency:幣別; name:收件人;
  address:收件地址; phone:聯絡電話
# Korean yes=예 no=아니오 words=골드|실버|브론즈 cities=서울|부산|대구|인천|광주 names=김민수|이영희|박철수|최지은|정현우|강수진
profiles id:고객번호; email:이메일; phone:휴대폰 번호; name:이름; name:성명; birth:생년월일; quasi:성별; quasi:도시; quasi:시도; post:우편번호;
  quasi:국가; address:주소; address:상세주소; shop:회원등급; shop:요금제; shop:유입경로; shop:고객유형; figure:포인트; figure:주문횟수; money:총구매금액;
  date:가입일; consent:이메일 수신동의; consent:마케팅 수신 동의; text:비고; official:주민등록번호; special:종교; special:혈액형; special:장애여부;
  special:건강상태; quasi:직업; quasi:나이; quasi:결혼여부
orders order:주문번호; id:회원ID; time:주문일자; amount:결제금액; qty:수량; product:상품명; shop:주문상태; shop:결제수단; currency:통화; name:수령인;
  address:배송지 주소; phone:연락처; money:배송비; text:배송메모
# Arabic yes=نعم no=لا words=ذهبي|فضي|برونزي cities=الرياض|جدة|دبي|القاهرة|عمان names=محمد|فاطمة|أحمد|مريم|علي|خديجة
profiles id:رقم العميل; email:البريد الإلكتروني; phone:رقم الهاتف; name:الاسم الأول; name:اسم العائلة;
  birth:تاريخ الميلاد; quasi:الجنس; quasi:المدينة; quasi:الدولة; post:الرمز البريدي; address:العنوان; shop:الباقة;
  shop:مستوى العضوية; shop:المصدر; figure:النقاط; figure:عدد الطلبات; money:إجمالي المشتريات; date:تاريخ التسجيل;
  consent:الموافقة على النشرة البريدية; text:ملاحظات; official:رقم الهوية; special:الديانة; special:فصيلة الدم;
  special:الحالة الصحية; special:الإعاقة; quasi:المهنة; quasi:العمر; quasi:الحالة الاجتماعية
orders order:رقم الطلب; id:رقم العميل; time:تاريخ الطلب; amount:المبلغ الإجمالي; qty:الكمية; product:المنتج;
  shop:حالة الطلب; shop:طريقة الدفع; currency:العملة; name:اسم المستلم; address:عنوان التوصيل; phone:الجوال
# Hebrew yes=כן no=לא words=זהב|כסף|ארד cities=ירושלים|חיפה|אילת|אשדוד|נתניה names=יוסף|שרה|משה|רחל|דוד|לאה
profiles id:מספר לקוח; email:דואר אלקטרוני; phone:טלפון נייד; name:שם פרטי; name:שם משפחה; birth:תאריך לידה;
  quasi:מגדר; quasi:עיר; quasi:מדינה; post:מיקוד; address:כתובת; address:רחוב; shop:מסלול; shop:רמת חברות; shop:מקור;
  figure:נקודות; figure:מספר הזמנות; money:סך רכישות; date:תאריך הרשמה; consent:הסכמה לדיוור; text:הערות;
  official:תעודת זהות; special:דת; special:מצב בריאותי; special:סוג דם; special:נכות; quasi:מקצוע; quasi:גיל;
  quasi:מצב משפחתי
orders order:מספר הזמנה; id:מספר לקוח; time:תאריך הזמנה; amount:סכום; qty:כמות; product:מוצר; shop:סטטוס;
  shop:אמצעי תשלום; currency:מטבע; name:שם הנמען; address:כתובת למשלוח
# Persian yes=بله no=خیر words=طلایی|نقره‌ای|برنزی cities=تهران|مشهد|اصفهان|شیراز|تبریز names=علی|زهرا|رضا|مریم|حسین|سارا
profiles id:شماره مشتری; email:ایمیل; phone:شماره تلفن; name:نام; name:نام خانوادگی; birth:تاریخ تولد; quasi:جنسیت;
  quasi:شهر; quasi:استان; post:کد پستی; quasi:کشور; address:آدرس; shop:طرح; shop:سطح; figure:امتیاز;
  figure:تعداد سفارش; date:تاریخ ثبت‌نام; consent:رضایت خبرنامه; official:کد ملی; special:مذهب; special:گروه خونی;
  quasi:شغل; quasi:سن
# Thai yes=ใช่ no=ไม่ words=ทอง|เงิน|ทองแดง cities=กรุงเทพ|เชียงใหม่|ภูเก็ต|ขอนแก่น|ระยอง names=สมชาย|สมหญิง|ประเสริฐ|สุดา|วิชัย|มาลี
profiles id:รหัสลูกค้า; email:อีเมล; phone:เบอร์โทรศัพท์; name:ชื่อ; name:นามสกุล; birth:วันเกิด; quasi:เพศ;
  quasi:จังหวัด; quasi:อำเภอ; post:รหัสไปรษณีย์; quasi:ประเทศ; address:ที่อยู่; shop:แพ็กเกจ; shop:ระดับสมาชิก;
  shop:ช่องทาง; figure:คะแนนสะสม; figure:จำนวนคำสั่งซื้อ; money:ยอดซื้อรวม; date:วันที่สมัคร; consent:ยินยอมรับข่าวสาร;
  text:หมายเหตุ; official:เลขบัตรประชาชน; special:ศาสนา; special:หมู่เลือด; special:โรคประจำตัว; quasi:อาชีพ;
  quasi:อายุ
orders order:เลขที่คำสั่งซื้อ; id:รหัสลูกค้า; time:วันที่สั่งซื้อ; amount:ยอดรวม; qty:จำนวน; product:สินค้า;
  shop:สถานะ; shop:วิธีชำระเงิน; currency:สกุลเงิน; name:ชื่อผู้รับ; address:ที่อยู่จัดส่ง
# Hindi yes=हाँ no=नहीं words=सोना|चांदी|कांस्य cities=दिल्ली|मुंबई|पुणे|जयपुर|कानपुर names=राम|सीता|अमित|पूजा|राहुल|नेहा
profiles id:ग्राहक आईडी; email:ईमेल; phone:मोबाइल नंबर; name:नाम; name:उपनाम; birth:जन्म तिथि; quasi:लिंग; quasi:शहर;
  quasi:राज्य; post:पिन कोड; quasi:देश; address:पता; shop:योजना; shop:श्रेणी; figure:अंक; consent:समाचार पत्र सहमति;
  official:आधार संख्या; special:धर्म; special:जाति; special:रक्त समूह; quasi:आयु; quasi:व्यवसाय
# Danish yes=ja no=nej words=Guld|Sølv|Bronze cities=Aarhus|Odense|Aalborg|Vejle|Esbjerg names=Lars|Mette|Jens|Anne|Søren|Hanne
profiles id:Kundenummer; email:E-mailadresse; phone:Mobilnummer; name:Fornavn; name:Efternavn; birth:Fødselsdato;
  quasi:Køn; quasi:By; post:Postnr; quasi:Land; address:Vejnavn; address:Husnr; shop:Abonnementstype; shop:Kundeniveau;
  shop:Kilde; figure:Point; figure:Antal ordrer; date:Oprettelsesdato; consent:Nyhedsbrev samtykke; text:Bemærkninger;
  official:CPR-nr; special:Trosretning; special:Blodtype; special:Fagforening; quasi:Erhverv; quasi:Alder;
  quasi:Civilstand
# Swedish yes=ja no=nej words=Guld|Silver|Brons cities=Malmö|Lund|Umeå|Växjö|Gävle names=Lars|Anna|Karl|Eva|Nils|Karin
profiles id:Kundnummer; email:E-postadress; phone:Telefonnummer; name:Förnamn; name:Efternamn; birth:Födelsedatum;
  quasi:Kön; quasi:Ort; post:Postnummer; quasi:Land; address:Gatuadress; shop:Abonnemang; shop:Kundnivå; shop:Källa;
  figure:Poäng; figure:Antal beställningar; date:Registreringsdatum; consent:Samtycke nyhetsbrev; text:Anteckningar;
  official:Personnummer; special:Religion; special:Blodgrupp; special:Sjukdomar; quasi:Yrke; quasi:Ålder
orders order:Ordernummer; id:Kundnummer; time:Orderdatum; amount:Totalbelopp; qty:Antal; product:Produkt; shop:Status;
  shop:Betalsätt; currency:Valuta; name:Mottagare; address:Leveransadress
# Lithuanian yes=taip no=ne words=Auksas|Sidabras|Bronza cities=Vilnius|Kaunas|Klaipėda|Šiauliai|Alytus names=Jonas|Ona|Petras|Rasa|Tomas|Lina
profiles id:Kliento numeris; email:El. paštas; phone:Telefonas; name:Vardas; name:Pavardė; birth:Gimimo data;
  quasi:Lytis; quasi:Miestas; post:Pašto kodas; quasi:Šalis; address:Adresas; address:Gatvė; shop:Planas; shop:Lygis;
  figure:Taškai; consent:Sutikimas gauti naujienlaiškį; official:Asmens kodas; special:Tikėjimas; special:Sveikata;
  quasi:Amžius; quasi:Profesija
# Latvian yes=jā no=nē words=Zelts|Sudrabs|Bronza cities=Rīga|Liepāja|Jelgava|Ventspils|Cēsis names=Jānis|Anna|Pēteris|Ilze|Andris|Inese
profiles id:Klienta numurs; email:E-pasts; phone:Tālrunis; name:Vārds; name:Uzvārds; birth:Dzimšanas datums;
  quasi:Dzimums; quasi:Pilsēta; post:Pasta indekss; quasi:Valsts; address:Adrese; address:Iela; shop:Plāns;
  figure:Punkti; consent:Piekrišana jaunumiem; official:Personas kods; special:Reliģija; special:Veselība;
  special:Tautība; quasi:Vecums
# Estonian yes=jah no=ei words=Kuld|Hõbe|Pronks cities=Tallinn|Tartu|Pärnu|Narva|Viljandi names=Jaan|Anne|Tõnu|Mari|Peeter|Kadri
profiles id:Kliendi number; email:E-post; phone:Telefon; name:Eesnimi; name:Perekonnanimi; birth:Sünniaeg; quasi:Sugu;
  quasi:Linn; post:Postiindeks; quasi:Riik; address:Aadress; address:Tänav; shop:Pakett; figure:Punktid;
  consent:Uudiskiri; official:Isikukood; special:Usk; special:Tervis; special:Rahvus; quasi:Vanus
# Slovene yes=da no=ne words=Zlati|Srebrni|Bronasti cities=Ljubljana|Maribor|Celje|Koper|Kranj names=Janez|Marija|Franc|Ana|Andrej|Mojca
profiles id:Številka stranke; email:E-pošta; phone:Telefonska številka; name:Ime; name:Priimek; birth:Datum rojstva;
  quasi:Spol; quasi:Mesto; post:Poštna številka; quasi:Država; address:Naslov; address:Ulica; shop:Paket; figure:Točke;
  consent:Soglasje za e-novice; official:EMŠO; special:Veroizpoved; special:Zdravje; quasi:Starost; quasi:Poklic
# Serbian yes=да no=не words=Злато|Сребро|Бронза cities=Београд|Нови Сад|Ниш|Суботица|Ваљево names=Милан|Јелена|Драган|Марија|Никола|Ана
profiles id:Број купца; email:Имејл; phone:Број телефона; name:Име; name:Презиме; birth:Датум рођења; quasi:Пол;
  quasi:Град; post:Поштански број; quasi:Држава; address:Адреса; shop:Пакет; figure:Поени;
  consent:Сагласност за билтен; official:ЈМБГ; special:Вероисповест; special:Здравље; quasi:Занимање; quasi:Старост
`;
