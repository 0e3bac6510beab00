/**
 * People planted in files whose headers are in other languages and writings, known and unknown: names, addresses, telephone
 * numbers in other figures, official numbers, belief and health. A plain import keeps none of them, in no table of the vault.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { openDatabase } from '../../engine/vault/database.ts';
import { openKeystore } from '../../engine/vault/keystore.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { failure, lines } from '../faults/vault.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'abroad');
});
afterAll(() => {
  engine.close();
  remove();
});

/** Headers of what must not be kept, by language; each column holds a few words that give nothing away but the canary. */
const HEADERS =
  `Фамилия;Отчество;Адрес доставки;СНИЛС;Вероисповедание;Группа крови;Неизвестное поле;Прізвище;Віросповідання;Презиме;ЕГН;ЈМБГ
氏名カナ;お届け先住所;既往症;ひみつの項目;收货人;家庭住址;身份证号;民族;宗教信仰;未知字段;身分證字號;성명;상세주소;주민등록번호;혈액형;알수없음
Ονοματεπώνυμο;Διεύθυνση;ΑΦΜ;Θρήσκευμα;Άγνωστο πεδίο;الاسم الكامل;العنوان;رقم الهوية;الديانة;فصيلة الدم;حقل مجهول;שם משפחה;כתובת;תעודת זהות;דת
שדה לא ידוע;نام خانوادگی;کد ملی;مذهب;ชื่อผู้รับ;ที่อยู่จัดส่ง;ศาสนา;โรคประจำตัว;नाम;पता;धर्म;जाति;Soyad;Mahalle;T.C. Kimlik No;Kan Grubu;Engelli
Příjmení;Rodné číslo;Náboženství;Zdravotní stav;Priezvisko;Národnosť;Vezetéknév;TAJ szám;Vallás;Fogyatékosság;Sukunimi;Henkilötunnus;Uskonto
Nume;CNP;Etnie;Prezime;OIB;Vjera;Priimek;EMŠO;Veroizpoved;Perekonnanimi;Isikukood;Rahvus;Uzvārds;Personas kods;Tautība;Pavardė;Asmens kodas
Họ và tên;Địa chỉ;CCCD;Tôn giáo;Dân tộc;Nama Belakang;Alamat;Nomor KTP;Agama;Golongan Darah`
    .split(/[;\n]/)
    .map((header) => header.trim());

/** Every text and blob of every table, as text. */
const vaultText = async (): Promise<string> => {
  const keys = await openKeystore(join(folder, 'abroad.cloister', 'keys.json'), PASSPHRASE);
  const db = openDatabase(join(folder, 'abroad.cloister', 'data.db'), keys, { readonly: true });
  try {
    const tables = db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .pluck()
      .all() as string[];
    return tables
      .flatMap((table) =>
        (db.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][]).flatMap((row) =>
          row.map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value))),
        ),
      )
      .join('\n');
  } finally {
    db.close();
  }
};

it('none of them is kept, and a harmless column beside them is', async () => {
  const canary = (place: number): string => `zqx${place}q`;
  const headers = ['Номер клиента', 'Тариф', '会員ランク', ...HEADERS];
  const path = write(
    folder,
    'abroad.csv',
    `${headers.join(',')}\n${lines(200, (i) =>
      headers
        .map((_, place) =>
          place === 0 ? `C${i}` : place < 3 ? ['zqgold', 'zqsilver'][i % 2] : `${canary(place)}${i % 6}`,
        )
        .join(','),
    )}`,
  );
  const taken = await engine.call('intake.import', { file: path });
  expect(taken.stored).toEqual(headers.slice(0, 3));
  const text = await vaultText();
  expect(headers.filter((_, place) => place >= 3 && text.includes(canary(place)))).toEqual([]);
});

it.each([
  ['full-width telephone numbers', (i: number) => `＋８１９０１２３４５６${10 + (i % 6)}`],
  ['Arabic figures', (i: number) => `+٩٦٦٥٠١٢٣٤٥٦${i % 6}`],
  ['full-width e-mail addresses', (i: number) => `ｚｑ${i % 6}＠ｅｘａｍｐｌｅ．ｃｏｍ`],
])('%s are told by the values, and refused where a mapping keeps them', async (_, make) => {
  const path = write(folder, 'wide.csv', `customer_id,x\n${lines(60, (i) => `C${i},${make(i)}`)}`);
  const { columns } = await engine.call('intake.inspect', { file: path });
  expect(columns[1].classification.class).toBe('direct_id');
  const mapping = {
    version: 1 as const,
    kind: 'profiles' as const,
    columns: [
      { column: 'customer_id', role: 'identifier' as const },
      { column: 'x', role: 'attribute' as const, name: 'kept' },
    ],
  };
  expect(await failure(engine.call('intake.import', { file: path, mapping }))).toMatchObject({
    code: 'PRIVACY_REFUSED',
  });
});
