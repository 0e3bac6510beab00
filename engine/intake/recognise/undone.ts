/** Words of orders that came to nothing: cancelled, failed, refused, never paid. */
import { foldedText } from './tokens.ts';

const WORDS = `cancelled canceled failed void voided declined rejected refused expired abandoned unpaid storniert abgebrochen fehlgeschlagen
  annulé annulée cancelado cancelada rechazado rechazada fallido fallida annullato geannuleerd mislukt
  отменён отменена отменен отмена аннулирован отклонён неоплачен не_оплачен возврат скасовано скасований відхилено анулиран анулирана отказана отказан отказано отменено
  anulowane anulowany odrzucone zrušeno zrušena zrušená stornováno zrušené storno otkazano otkazana poništeno preklicano törölt törölve lemondott sztornó anulat anulată refuzat
  peruttu peruutettu tühistatud atcelts atšauktas avbruten avbokad annulleret annullert iptal iptal_edildi iptaledildi reddedildi ακυρωμένη ακυρώθηκε ακυρωμένο
  ملغي ملغى ملغاة ملغية ألغي مرفوض בוטל בוטלה מבוטל מבוטלת لغوشده لغو_شده رد_شده रद्द
  キャンセル キャンセル済み 取消 取消済み 返品 失敗 已取消 交易关闭 已关闭 已退款 支付失败 已退貨 已退款 취소 취소됨 취소완료 주문취소 결제실패 환불 환불완료 ยกเลิก ยกเลิกแล้ว
  đã_hủy hủy đã_huỷ bị_hủy thất_bại dibatalkan batal gagal ditolak`;

export const UNDONE: ReadonlySet<string> = new Set(
  WORDS.split(/\s+/).map((word) => foldedText(word.replaceAll('_', ' '))),
);
