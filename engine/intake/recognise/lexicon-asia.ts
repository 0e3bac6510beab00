/**
 * Words of headers in Chinese (simplified and traditional), Korean, Thai, Vietnamese, Indonesian and Malay, Hindi, and more
 * of Japanese than `lexicon-more.ts` has; see `lexicon.ts`. What is written without blanks is looked for inside a header.
 */
import type { Concept } from './lexicon.ts';

export const ASIAN_WORDS: Partial<Record<Concept, string>> = {
  customer: `=顧客 =会員 =お客様 =客户 =客戶 =会员 =會員 =用户 =用戶 =买家 =고객 =회원 =사용자 =ลูกค้า =สมาชิก =ग्राहक
    客户id 客户编号 客户号 客户代码 客户编码 会员id 会员编号 会员号 会员卡号 会员码 用户id 用户编号 买家id 买家编号 客戶id 客戶編號 客戶代號 會員id 會員編號 會員號 會員卡號 會員代號 用戶id 用戶編號 買家id openid unionid
    利用者id 利用者番号 お客様コード 購入者id 会員no 顧客no
    고객id 고객번호 고객코드 고객아이디 회원id 회원번호 회원코드 회원아이디 사용자id 사용자번호 구매자id 구매자번호 멤버십번호
    รหัสลูกค้า เลขที่ลูกค้า หมายเลขลูกค้า รหัสสมาชิก หมายเลขสมาชิก เลขสมาชิก รหัสผู้ใช้ idลูกค้า
    mãkháchhàng mãkh idkháchhàng sốkháchhàng kháchhàng mãthànhviên mãngườidùng sốthẻthànhviên idpelanggan pelanggan nomorpelanggan kodepelanggan nopelanggan
    idanggota nomoranggota idmember nomember idpengguna idpembeli ग्राहकआईडी ग्राहकसंख्या ग्राहककोड ग्राहक सदस्यसंख्या सदस्यआईडी`,
  id: '编号 編號 编码 代碼 代码 アイディー 아이디 식별자 รหัส आईडी',
  'foreign-id': `商品编号 商品编码 商品货号 货号 商品編號 商品代碼 店铺id 店铺编号 门店编号 門市編號 条码 条形码 條碼 优惠券码 優惠券代碼 商品no jan janコード 型番 品番 店舗番号 クーポンコード
    상품코드 상품번호 상품id 매장코드 매장번호 바코드 쿠폰코드 쿠폰번호 รหัสสินค้า รหัสสาขา บาร์โค้ด คูปอง mãsảnphẩm mãhàng mãsp mãvạch mãcửahàng kodeproduk idproduk kodebarang kodetoko उत्पादकोड`,
  email: `邮箱 电子邮箱 电子邮件 邮件地址 邮箱地址 电邮 郵箱 電子郵件 電子信箱 電郵 郵件地址 信箱 메일 이메일 이메일주소 전자우편 메일주소 電子メールアドレス eメールアドレス อีเมล อีเมล์ ที่อยู่อีเมล
    thưđiệntử địachỉemail hòmthư hộpthư surel alamatemail posel ईमेल ईमेलआईडी ईमेलपता`,
  phone: `手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 移动电话 座机 固定电话 手機 手機號碼 電話號碼 聯絡電話 聯絡方式 行動電話 市話 連絡先 携帯 固定電話 自宅電話 電話１ 전화 전화번호 휴대폰 휴대폰번호 휴대전화 휴대전화번호
    핸드폰 핸드폰번호 연락처 모바일번호 โทรศัพท์ เบอร์โทร เบอร์โทรศัพท์ เบอร์มือถือ มือถือ หมายเลขโทรศัพท์ ไลน์ sốđiệnthoại điệnthoại sđt dienthoai dtdd didong didđộng sốdiđộng zalo
    nomortelepon notelepon notelp telepon telp nomorhp nohp ponsel nomorponsel nomorwa nowa फोन फ़ोन फोननंबर मोबाइल मोबाइलनंबर दूरभाष`,
  name: `姓名 =姓 =名 名字 真实姓名 客户姓名 客户名称 会员姓名 用户姓名 联系人 聯絡人 昵称 暱稱 曾用名 收货人姓名 收件人姓名 真實姓名 客戶姓名 會員姓名 英文名 お名前 会員名 顧客名 お客様名 氏名漢字 氏名カナ 姓カナ 名カナ ローマ字氏名 ふりがな 注文者名 購入者名 配送先氏名 送付先氏名 愛称
    이름 성명 성함 닉네임 별명 고객명 회원명 구매자명 주문자명 수령인명 예금주 =성 =명 자녀이름 배우자이름 ชื่อ ชื่อจริง นามสกุล ชื่อเล่น ชื่อลูกค้า ชื่อผู้รับ ชื่อสกุล คำนำหน้า คำนำหน้าชื่อ
    =họ =tên họtên họvàtên tênkháchhàng tênngườinhận tênđệm tênkh tênđầyđủ nama namadepan namabelakang namalengkap namapelanggan namapenerima namapanggilan namatengah namaibu namaibukandung
    नाम उपनाम पूरानाम प्रथमनाम पहलानाम अंतिमनाम कुलनाम ग्राहककानाम पिताकानाम माताकानाम`,
  'account-name': `微信号 微信 微信昵称 qq qq号 qq号码 微博 旺旺 支付宝账号 账号 帐号 用户名 登录名 帳號 使用者名稱 lineid 카카오톡 카카오id 카카오아이디 인스타그램 사용자명 계정 로그인id ニックネーム lineアカウント ไลน์ไอดี ชื่อผู้ใช้ เฟซบุ๊ก tênđăngnhập
    tàikhoản namapengguna akun उपयोगकर्तानाम
    facebook fb 会员名 买家会员名`,
  person: `收货人 收件人 寄件人 发件人 負責人 负责人 销售员 业务员 業務員 客户经理 医生 主治医生 配偶 父亲 母亲 监护人 監護人 家长 家長 照片 头像 頭像 签名 簽名 店员 导购 买家留名 수령인 수취인 받는사람 받는분 보낸사람 담당자 판매원 영업사원 의사 배우자 보호자 부모 사진 서명 주문자 구매자
    配送先 送付先 届け先 お届け先 注文者 購入者 代表者 親権者 紹介者 緊急連絡先 販売員 ผู้รับ ผู้ส่ง พนักงานขาย แพทย์ คู่สมรส บิดา มารดา ผู้ปกครอง รูปถ่าย ลายเซ็น
    ngườinhận ngườigửi ngườiliênhệ nhânviênbánhàng bácsĩ vợchồng phụhuynh chữký penerima pengirim narahubung dokter pasangan suami istri wali pemilik tandatangan प्राप्तकर्ता पति पत्नी पिता माता डॉक्टर
    nhânviênphụtrách ngườiphụtrách nhânviên 导购员 推荐人 추천인 추천인아이디`,
  address: `地址 收货地址 详细地址 家庭住址 住址 街道 门牌号 门牌 小区 楼栋 公司 公司名称 单位 工作单位 收件地址 聯絡地址 通訊地址 戶籍地址 街道地址 門牌 樓層 單位 任職公司 企业名称 传真 傳真 配送先住所 送付先住所 お届け先住所 建物 アパート 部屋番号 町名 丁目番地 法人名 ファックス ファクス
    주소 상세주소 배송지 배송지주소 도로명주소 지번주소 동호수 건물명 회사 회사명 직장 직장명 근무처 팩스 ที่อยู่ ที่อยู่จัดส่ง บ้านเลขที่ ถนน ซอย หมู่บ้าน บริษัท ที่ทำงาน ตำบล แขวง
    địachỉ địachỉgiaohàng địachỉnhậnhàng sốnhà tênđường =đường côngty têncôngty nơilàmviệc alamat alamatpengiriman alamatrumah jalan namajalan nomorrumah rtrw perusahaan namaperusahaan kantor tempatkerja
    पता डाकपता गली मकान मकानसंख्या कंपनी नियोक्ता`,
  location:
    '经度 纬度 坐标 經度 緯度 座標 位置 경도 위도 좌표 위치 พิกัด ละติจูด ลองจิจูด vĩđộ kinhđộ tọađộ lintang bujur koordinat अक्षांश देशांतर',
  birth: `出生日期 出生年月 出生年月日 出生 生日 誕生日 お誕生日 出生日 생일 생년월일 출생일 출생 วันเกิด วันเดือนปีเกิด ngàysinh ngàythángnămsinh sinhnhật tanggallahir tgllahir ulangtahun kelahiran जन्मतिथि जन्मदिन जन्म जन्मदिनांक`,
  card: '银行卡号 信用卡号 卡号 信用卡號 卡號 카드번호 신용카드 신용카드번호 クレジット カード番号 เลขบัตรเครดิต หมายเลขบัตร sốthẻ sốthẻtíndụng thẻtíndụng kartukredit nomorkartu नंबरकार्ड क्रेडिटकार्ड',
  iban: '银行账号 银行账户 开户行 銀行帳號 銀行帳戶 계좌번호 계좌 은행계좌 口座 銀行口座番号 เลขบัญชี บัญชีธนาคาร sốtàikhoản tàikhoảnngânhàng norekening nomorrekening rekening खातासंख्या बैंकखाता',
  'national-id': `身份证 身份证号 身份证号码 证件号 证件号码 护照 护照号 护照号码 社保号 驾驶证 驾照 车牌 车牌号 税号 工号 学号 身分證 身分證字號 身分證號 身分證號碼 統一編號 統編 護照 護照號碼 健保卡號 駕照 車牌 車牌號碼 員工編號 香港身份證 旅券 運転免許証 免許番号 健康保険証 基礎年金番号 住民票コード
    주민번호 주민등록번호 외국인등록번호 여권 여권번호 운전면허 운전면허번호 사업자등록번호 차량번호 사원번호 사번 학번 เลขบัตรประชาชน บัตรประชาชน เลขประจำตัวประชาชน เลขประจำตัวผู้เสียภาษี หนังสือเดินทาง พาสปอร์ต ใบขับขี่ ทะเบียนรถ
    cccd cmnd sốcccd sốcmnd căncước căncướccôngdân chứngminhnhândân hộchiếu sốhộchiếu mãsốthuế =mst bảohiểmxãhội sốbhxh biểnsố bằnglái nik noktp nomorktp ktp npwp nopaspor nomorpaspor paspor platnomor nomorpolisi bpjs nobpjs nokk
    आधार आधारसंख्या आधारनंबर पैन पैनकार्ड पासपोर्ट मतदाता`,
  secret: '密码 密碼 口令 验证码 비밀번호 패스워드 인증번호 暗証 รหัสผ่าน mậtkhẩu katasandi sandi पासवर्ड',
  'free-text': `备注 留言 买家留言 卖家备注 评论 评价 反馈 描述 说明 备忘 投诉 標籤 标签 備註 留言板 買家留言 評論 評價 說明 描述內容 訂單備註 비고 메모 주문메모 배송메모 배송메시지 요청사항 의견 후기 리뷰 댓글 내용 설명 문의 문의내용 注文メモ 要望 ご要望 ご意見 感想 説明 お問い合わせ 問い合わせ メッセージ 摘要
    หมายเหตุ ความคิดเห็น คำอธิบาย ข้อความ บันทึก ghichú nhậnxét môtả tinnhắn phảnhồi ýkiến catatan komentar keterangan deskripsi pesan ulasan टिप्पणी विवरण संदेश`,
  'web-address':
    '网址 网站 链接 網址 網站 連結 웹사이트 홈페이지 링크 ウェブサイト url リンク เว็บไซต์ ลิงก์ trangweb liênkết situsweb tautan वेबसाइट',
  sensitive: `宗教 宗教信仰 信仰 民族 种族 族裔 族群 健康 健康状况 病史 病历 疾病 慢性病 过敏 过敏史 血型 残疾 残疾人 残障 怀孕 孕期 孕妇 预产期 用药 药物 疫苗 诊断 政治 政治面貌 党派 党员 工会 性取向 指纹 人脸 犯罪 犯罪记录 前科 血压 血糖 糖尿病 体重 艾滋 清真
    種族 族群別 原住民 健康狀況 病歷 過敏 過敏史 身心障礙 殘障 懷孕 孕婦 預產期 用藥 藥物 疫苗接種 診斷 政黨 黨派 黨員 工會 性傾向 指紋 人臉 犯罪紀錄 血壓 體重 愛滋 健保身分
    종교 신앙 신념 교회 세례 민족 인종 출신민족 건강 건강상태 병력 질병 질환 지병 만성질환 알레르기 알러지 혈액형 장애 장애여부 장애등급 임신 임신여부 출산예정일 복용약 약물 백신 예방접종 접종 진단 정치 정치성향 정당 당적 노조 노동조합 성적지향 성정체성 지문 얼굴인식 유전자 범죄 전과 범죄경력 혈압 혈당 당뇨 체중 몸무게 흡연 흡연여부 에이즈 할랄
    宗旨 信徒 教会 洗礼 既往症 疾病 通院 通院歴 手術歴 服用薬 障害者 障がい者 手帳等級 血糖値 飲酒 持病の有無 基礎疾患 菜食 ハラール 国籍人種 血液 アイヌ 服薬中 つわり 妊活 不妊 生理 月経 がん検診 癌 精神疾患 うつ病
    ศาสนา ความเชื่อ เชื้อชาติ ชาติพันธุ์ สุขภาพ โรค โรคประจำตัว ภาวะสุขภาพ หมู่เลือด กรุ๊ปเลือด แพ้ ภูมิแพ้ แพ้อาหาร แพ้ยา พิการ ความพิการ ตั้งครรภ์ =ยา วัคซีน การเมือง พรรคการเมือง สหภาพแรงงาน รสนิยมทางเพศ ลายนิ้วมือ ประวัติอาชญากรรม น้ำหนัก เบาหวาน ฮาลาล
    tôngiáo tínngưỡng dântộc chủngtộc sứckhỏe sứckhoẻ tìnhtrạngsứckhỏe tìnhtrạngsứckhoẻ bệnh bệnhlý bệnhán tiềnsửbệnh nhómmáu dịứng khuyếttật mangthai thaikỳ thuốc vaccine tiêmchủng chínhtrị đảng đảngviên côngđoàn xuhướngtínhdục
    giớitínhsinhhọc vântay tiềnán tiềnsự cânnặng tiểuđường agama kepercayaan keyakinan suku sukubangsa etnis ras kesehatan kondisikesehatan riwayatpenyakit penyakit golongandarah goldarah alergi disabilitas difabel cacat hamil kehamilan obat vaksin vaksinasi politik
    partaipolitik partai serikatpekerja serikatburuh orientasiseksual sidikjari catatankriminal beratbadan halal merokok kaum bangsa 
    धर्म जाति जनजाति जातिवर्ग नस्ल स्वास्थ्य बीमारी रोग रक्तसमूह ब्लडग्रुप विकलांग विकलांगता दिव्यांग एलर्जी गर्भवती गर्भावस्था दवा टीका टीकाकरण राजनीतिक राजनीतिकदल दल यूनियन यौनरुझान फिंगरप्रिंट वजन मधुमेह
    孕周 医保类型 年金受給 介護 병원 보훈대상 肤质 肌質 お酒 たばこ 残疾证 bệnhnền`,
  proxy:
    '捐款 慈善 素食 药房 捐贈 藥局 기부 기부금 후원 채식 약국 薬局 บริจาค มังสวิรัติ ร้านขายยา quyêngóp ănchay từthiện donasi sedekah दान शाकाहारी',
  quasi: `性别 性別 年龄 年龄段 年齡 年齡層 出生年 出生年份 出生地 城市 省份 省 市 区 区县 地区 县 乡镇 国家 國家 籍贯 户籍 縣市 鄉鎮市區 行政區 區域 邮编 邮政编码 郵遞區號 郵編 职业 职位 职务 行业 職稱 職務 職位 行業 产业 学历 教育程度 学校 學歷 教育程度別 学位 婚姻 婚姻状况 婚否 婚姻狀況
    子女 子女数 子女數 孩子 家庭成员 收入 年收入 月收入 薪资 薪水 收入水平 国籍 國籍 语言 語言 退休 学生 学生身份 身高 星座 属相 生肖 生日月份 房产 车型 有车 有房 爱好 兴趣 称谓 稱謂 手机型号 设备
    居住地 居住地域 都道府県名 市区郡 生年月 結婚 独身 未就学児 お子様の人数 世帯人数 世帯年収 車種 敬称 居住形態 住居形態 最終学歴 興味 年齢区分 世代 学生区分
    성별 나이 연령 연령대 출생연도 출생년도 출생지 도시 시도 시군구 지역 거주지 거주지역 국가 국적 우편번호 직업 직종 직급 직책 업종 부서 학력 학교 학년 결혼 결혼여부 혼인 혼인여부 기혼여부 자녀 자녀수 가족 가구원수 소득 연소득 월소득 연봉 언어 은퇴 학생 학생여부 미성년 키 신장 별자리 취미 주거형태 차종 호칭 직함
    เพศ อายุ ช่วงอายุ ปีเกิด เดือนเกิด จังหวัด อำเภอ เขต ภาค ประเทศ เมือง รหัสไปรษณีย์ สัญชาติ อาชีพ ตำแหน่ง ตำแหน่งงาน การศึกษา วุฒิการศึกษา สถานภาพ สถานภาพสมรส บุตร จำนวนบุตร รายได้ เงินเดือน ภาษา ส่วนสูง ราศี งานอดิเรก
    giớitính tuổi độtuổi nhómtuổi nămsinh nơisinh thànhphố tỉnh tỉnhthành tỉnhthànhphố quậnhuyện quận huyện phườngxã phường =xã quốcgia nước mãbưuđiện mãbưuchính mãvùng nghềnghiệp nghề chứcvụ chứcdanh trìnhđộ họcvấn trìnhđộhọcvấn tìnhtrạnghônnhân hônnhân
    sốcon thunhập mứcthunhập lương quốctịch ngônngữ chiềucao sởthích jeniskelamin kelamin umur usia kelompokusia tahunlahir tempatlahir kota kabupaten provinsi kecamatan kelurahan desa negara wilayah kodepos pekerjaan profesi jabatan pendidikan statusperkawinan
    statuspernikahan perkawinan jumlahanak anak penghasilan pendapatan gaji kewarganegaraan bahasa pensiunan pelajar tinggibadan hobi zodiak jantina bandar negeri poskod लिंग आयु उम्र आयुवर्ग शहर नगर राज्य जिला ज़िला देश क्षेत्र पिनकोड पिन व्यवसाय पेशा नौकरी शिक्षा वैवाहिकस्थिति बच्चे आय वेतन राष्ट्रीयता भाषा
    户口 户口所在地 宝宝性别 孕周 军婚 사는곳 군필여부 병역 한부모 평수`,
  time: `日期 时间 時間 下单时间 下单日期 订单时间 订单日期 成交时间 付款时间 支付时间 购买时间 购买日期 注册时间 注册日期 创建时间 訂購日期 訂單日期 訂單時間 下單時間 付款時間 註冊日期 註冊時間 建立時間 購買日期 購買日 受注日 受注日時 登録日時 入会日 会員登録日 最終購入日 来店日 決済日 決済日時 利用日
    날짜 일자 일시 시간 주문일 주문일자 주문일시 주문날짜 구매일 구매일자 결제일 결제일시 가입일 가입일자 등록일 등록일자 생성일 최근구매일 최종구매일 วันที่ เวลา วันที่สั่งซื้อ วันที่ซื้อ วันที่ชำระเงิน วันที่สมัคร วันที่ลงทะเบียน ngày thờigian ngàyđặthàng ngàyđặt ngàymua ngàymuahàng ngàyđăngký ngàytạo ngàyđơnhàng
    tanggal tgl waktu tanggalpesanan tanggalorder tanggalpembelian tanggaltransaksi tanggaldaftar tanggalpendaftaran tglpesanan tgltransaksi tarikh दिनांक तिथि तारीख समय ऑर्डरतिथि ऑर्डरदिनांक खरीदतिथि`,
  amount: `金额 金額 总金额 总额 总价 订单金额 订单总额 实付金额 实付 支付金额 消费金额 累计消费 累计消费金额 销售额 总计 合计 應付金額 訂單金額 訂單總額 總金額 總額 總計 合計 實付金額 消費金額 消費總額 累計消費 營業額 支払額 支払総額 注文金額 注文合計 請求金額 購入総額 累計購入金額 購入額 税込金額 税込合計 税抜金額 決済金額 売上高
    금액 총액 합계 총금액 결제금액 주문금액 구매금액 총구매금액 총구매액 구매액 결제액 실결제금액 매출 매출액 누적구매금액 판매금액 ยอดเงิน ยอดรวม ยอดซื้อ ยอดซื้อรวม จำนวนเงิน มูลค่า รวม ยอดขาย ราคารวม ยอดชำระ
    tổngtiền sốtiền tổngcộng tổnggiátrị giátrịđơnhàng giátrị thànhtiền doanhthu tổngchitiêu tổngthanhtoán jumlahtotal totalbelanja totalharga totalbayar totalpembayaran jumlahbayar nilai nilaipesanan nominal pendapatankotor jumlahharga राशि कुल कुलराशि मूल्य भुगतान`,
  price:
    '单价 單價 价格 價格 售价 단가 판매가 가격 販売単価 価格 ราคา ราคาต่อหน่วย đơngiá giábán =giá hargasatuan harga कीमत इकाईमूल्य',
  'order-id': `订单号 订单编号 订单id 订单号码 交易号 交易编号 流水号 发票号 訂單編號 訂單號碼 訂單號 訂單id 交易編號 發票號碼 交易序號 受注no 注文no 注文コード 取引番号 取引id レシート番号 請求書番号 주문번호 주문id 주문코드 거래번호 거래id 송장번호 영수증번호
    เลขที่คำสั่งซื้อ หมายเลขคำสั่งซื้อ รหัสคำสั่งซื้อ เลขที่ใบสั่งซื้อ เลขที่ใบเสร็จ เลขที่ออเดอร์ mãđơnhàng mãđơn mãgiaodịch sốhóađơn mãhóađơn nomorpesanan idpesanan nopesanan kodepesanan nomororder noinvoice nomorinvoice nomorfaktur idtransaksi nomortransaksi notransaksi
    ऑर्डरसंख्या ऑर्डरनंबर ऑर्डरआईडी चालानसंख्या`,
  'event-name':
    '事件 行为 行為 操作 事件名称 이벤트 이벤트명 행동 เหตุการณ์ sựkiện hànhđộng peristiwa kejadian घटना',
  consent: `同意 订阅 订阅邮件 是否订阅 接收邮件 接收短信 营销授权 授权 允许 邮件订阅 訂閱 訂閱電子報 電子報 接收電子報 行銷同意 授權 允許 希望配信 配信 購読 メルマガ購読 メール配信 メール配信希望 dm希望 受信許可 受信 dm送付 許可 동의 수신동의 마케팅동의 마케팅수신동의 이메일수신동의 문자수신동의 sms수신동의 수신여부 이메일수신여부 뉴스레터 구독 구독여부 수신
    ยินยอม ความยินยอม รับข่าวสาร จดหมายข่าว đồngý chấpthuận bảntin nhậnbảntin nhậntin đăngkýnhậntin đồngýnhậntin persetujuan buletin langganan berlangganan setuju izinkan सहमति अनुमति समाचारपत्र`,
  refusal: `拒绝 拒收 退订 取消订阅 黑名单 勿扰 撤回 不同意 未同意 不接收 拒絕 退訂 取消訂閱 黑名單 不訂閱 配信拒否 配信不可 配信不要 受信拒否 配信解除 購読解除 同意撤回 不要 거부 수신거부 철회 수신철회 동의철회 미동의 해지 차단 블랙리스트 ไม่ยินยอม ปฏิเสธ ยกเลิก ยกเลิกรับข่าวสาร ถอนความยินยอม
    từchối hủyđăngký huỷđăngký =hủy rútlại khôngđồngý menolak tolak berhentiberlangganan batal tidaksetuju penolakan अस्वीकार असहमति असहमत`,
  purpose: '用途 利用目的 목적 วัตถุประสงค์ mụcđích tujuan उद्देश्य',
  state: '状态 狀態 状況 ステータス 상태 สถานะ trạngthái tìnhtrạng keadaan स्थिति',
  notice:
    '隐私政策 隱私權政策 プライバシーポリシー 개인정보처리방침 นโยบายความเป็นส่วนตัว chínhsách kebijakanprivasi',
  method:
    '来源 来源渠道 渠道来源 來源 來源管道 経路 方法 출처 방법 유입경로 แหล่งที่มา ช่องทาง วิธี nguồn phươngthức sumber metode स्रोत तरीका',
  until: '有效期 到期日 到期時間 有効期限 유효기간 만료일 วันหมดอายุ ngàyhếthạn berlakusampai',
  count: `数量 數量 件数 次数 订单数 订单数量 订单次数 购买次数 訂單數 訂單數量 購買次數 消費次數 回数 個数 点数 購入回数 注文回数 来店回数 購入点数 利用回数 ログイン回数 経過日数 日数 天数 天數 수량 개수 횟수 건수 주문횟수 주문건수 주문수 주문수량 구매횟수 구매건수 방문횟수 방문수 로그인횟수 일수 จำนวน จำนวนคำสั่งซื้อ จำนวนครั้ง จำนวนชิ้น
    sốlượng sốđơnhàng sốlầnmua sốlần jumlah jumlahpesanan jumlahorder kuantitas banyaknya मात्रा संख्या`,
  total: `积分 積分 點數 折扣 优惠 优惠金额 優惠 折扣金額 优惠券金额 余额 餘額 平均 运费 運費 税 税费 稅 稅金 税額 消費税 送料 手数料 割引額 値引 値引き ポイント残高 残高 保有ポイント 獲得ポイント 利用ポイント 平均単価 客単価 平均購入単価 포인트 적립금 마일리지 할인 할인금액 할인액 쿠폰 평균 배송비 세금 부가세 잔액 점수
    คะแนน คะแนนสะสม แต้ม ส่วนลด ค่าจัดส่ง ภาษี เฉลี่ย điểm điểmtíchlũy điểmtíchluỹ giảmgiá chiếtkhấu phívậnchuyển thuế trungbình poin diskon potongan ongkir ongkoskirim pajak rata saldo अंक छूट कर औसत`,
  ordinary: `会员 会员等级 等级 级别 会员类型 会员卡 套餐 方案 计划 客户 用户 客户类型 类型 类别 分类 分组 分群 渠道 客群 层级 订单 订单状态 支付 付款 方式 支付方式 付款方式 配送 配送方式 物流 快递 商品 产品 商品名称 商品类别 名称 品牌 门店 店铺 店名 颜色 尺码 规格 币种 货币 最近 首次 购买 消费 下单 注册 登录 活跃 忠诚度 新客 老客 偏好 累计 是否 状态 上次 距今 年 月 周 季度 买家 卖家 近 单
    會員 會員等級 等級 級別 會員類型 方案別 計畫 客戶 用戶 客戶類型 類型 類別 分類 分組 管道 通路 訂單 訂單狀態 付款 方式別 付款方式 運送 運送方式 配送方式 商品名稱 產品 名稱 門市 店鋪 顏色 尺寸 規格 幣別 貨幣 最近一次 首次 購買 消費 註冊 登入 活躍 忠誠度 累計 狀態 週 季 家
    会員ランク ランク 会員種別 種別 種類 区分 プラン 料金 コース 料金プラン 利用 ご利用 契約 契約プラン 契約種別 顧客 お客様 会員 セグメント クラス カテゴリ カテゴリー お気に入り 好き 流入 経路 チャネル チャンネル 媒体 キャンペーン 店舗 来店 店 店名 支払 支払い 支払方法 決済 決済方法 配送 配送方法 発送 商品 商品名 商品カテゴリ ブランド 色 カラー サイズ 通貨 注文 注文状況 受注 購入 最終 最終購入 初回 累計 残 年間 月間 当月 前回 から まで
    アクティブ 登録 新規 既存 休眠 リピート 頻度 ステージ レベル グレード タイプ グループ アプリ サイト オンライン ログイン クーポン ポイント 数 名称 フラグ 有無 対象 ギフト 定期 単品
    고객 회원 등급 회원등급 고객등급 요금제 요금 플랜 구독제 유형 고객유형 종류 구분 분류 카테고리 그룹 세그먼트 채널 경로 유입 주문 주문상태 결제 결제수단 결제방법 수단 방식 배송 배송방법 배송방식 상품 상품명 상품카테고리 제품 제품명 브랜드 매장 매장명 지점 색상 사이즈 옵션 통화 화폐 최근 최종 최초 첫 구매 방문 로그인 가입 등록 활성 활동 휴면 신규 기존 충성도 선호 누적 총 여부 수준 단계 레벨 앱 온라인 멤버십 이벤트참여 월 년 간 마케팅 문자 앱푸시 푸시 등록경로 가입경로
    แพ็กเกจ แพคเกจ แผน ระดับ ประเภท ชนิด หมวดหมู่ หมวด กลุ่ม กลุ่มลูกค้า ลูกค้า สมาชิก การสั่งซื้อ คำสั่งซื้อ สั่งซื้อ ซื้อ การซื้อ ล่าสุด ครั้งแรก ชำระเงิน การชำระเงิน จัดส่ง การจัดส่ง สินค้า ชื่อสินค้า ผลิตภัณฑ์ ยี่ห้อ แบรนด์ ร้าน สาขา สี ขนาด สกุลเงิน สะสม ที่ ของ การ ความภักดี โปรโมชั่น วัน
    योजना श्रेणी स्तर प्रकार वर्ग समूह खंड चैनल ऑर्डर उत्पाद उत्पादनाम ब्रांड दुकान स्टोर भुगतानविधि विधि मुद्रा रंग आकार अंतिम पहला खरीद खरीदारी ग्राहक सदस्यता पंजीकरण का की के में से और
    管理番号 商品管理番号 指定 お届け日 端末 利用端末 楽天 ペット アンケート 管理 総額 ページ 実店舗 閲覧 最終ログイン 会員フラグ 应付 货款 应付货款 邮费 实际支付 实际 运送 运送方式 宝贝 宝贝标题 标题 宝贝种类 种类
    数量 总数量 物流单号 物流公司 单号 关闭 原因 关闭原因 是否手机订单 退款 退款金额 客单价 储值 储值余额 购物 频次 购物频次 关注 公众号 身份 客户身份 所属门店 成为 单价 가용 접속 최종접속일 관심 관심분야 특별 관리 특별관리회원 평생
    평생회원 모바일 모바일앱 이용 회원 คงเหลือ สมัคร การสมัคร ครั้ง`,
};
