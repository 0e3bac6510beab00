/** Common given names, by which a column of them is told whatever its header: most frequent ones of recent registers of birth. */

const NAMES = `
  anna maria julia laura sarah lena lea emma mia hannah sophie sofia marie katharina christina sabine petra monika ursula claudia
  susanne andrea birgit heike stefanie nicole anja karin peter thomas michael andreas stefan christian martin markus frank jürgen
  klaus wolfgang hans uwe bernd dieter jan felix lukas leon finn jonas paul ben max maximilian tobias florian sebastian daniel
  jean pierre michel andré philippe alain bernard jacques nicolas julien camille manon chloé léa inès élodie nathalie isabelle
  sylvie martine françoise monique céline aurélie josé antonio manuel francisco juan david javier carlos miguel alejandro pablo
  lucía carmen ana isabel dolores pilar josefa teresa rosa cristina marta elena raquel sara giuseppe giovanni mario luigi
  francesco marco alessandro matteo lorenzo giulia chiara francesca federica valentina silvia paola alessandra martina giorgia
  joão pedro tiago rui luís paulo rafael gabriel beatriz mariana inês catarina leonor fernanda adriana patrícia vanessa
  johannes pieter kees willem daan sem lars bram thijs sanne femke anouk lotte fleur eva lisa maud esther ingrid
  piotr krzysztof andrzej tomasz paweł jakub michał marcin łukasz grzegorz adam kamil mateusz agnieszka katarzyna małgorzata
  ewa krystyna barbara elżbieta zofia joanna magdalena aleksandra karolina natalia erik nils anders johan per mikael
  fredrik björn magnus oskar gustav elsa astrid linnea ebba freja maja alva kerstin birgitta margareta eva annika
  james john robert william richard joseph charles christopher matthew anthony mark donald steven andrew kenneth joshua kevin
  brian george edward ronald timothy jason jeffrey ryan jacob gary eric jonathan stephen larry justin scott brandon benjamin
  samuel gregory alexander patrick jack dennis mary patricia jennifer linda elizabeth barbara susan jessica karen lisa nancy
  betty margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon cynthia
  kathleen amy angela shirley brenda pamela olivia isabella ava charlotte amelia evelyn abigail harper oliver noah liam ethan
  mohammed muhammad ahmed ali omar fatima aisha yusuf mehmet mustafa ayşe emine fatma hasan ibrahim
  иван александр сергей алексей дмитрий андрей николай владимир михаил павел максим егор артём ольга елена наталья татьяна анна мария ирина светлана екатерина анастасия дарья юлия
  пётр петро олександр сергій андрій микола володимир тарас богдан ганна наталія тетяна оксана ірина катерина юлія георги димитър петя николай стоян милан драган јелена никола марија јован
  γιώργος γιάννης δημήτρης νίκος κώστας παναγιώτης βασίλης μαρία ελένη κατερίνα σοφία άννα γεωργία ιωάννης γεώργιος κωνσταντίνος δέσποινα
  mustafa hüseyin hatice zeynep elif murat emre meryem jan petr jana lenka tomáš jiří josef pavel hana lucie ján zuzana lászló istván józsef jános zoltán zsuzsanna katalin ilona éva gábor
  matti juha antti maija päivi liisa kari anneli mihai ion ioana andrei alexandru gheorghe ivana ana marko josip janez franc mojca jonas petras ona jānis pēteris ilze jaan tõnu
  محمد أحمد احمد علي حسن حسين عبدالله خالد عمر يوسف إبراهيم فاطمة مريم عائشة زينب سارة نور خديجة رضا زهرا مهدی حسین علی امیر
  יוסף משה דוד אברהם יעקב יצחק שרה רחל לאה רבקה מרים חנה נועם איתי יעל תמר
  राम सीता अमित पूजा राहुल नेहा संजय सुनीता अनिल प्रिया
  สมชาย สมหญิง สมศักดิ์ ประเสริฐ สุดา วิชัย มาลี นภา hùng lan hoa minh dũng thảo hương tuấn linh nguyễn trần budi siti agus dewi andi putri slamet rina
  太郎 花子 一郎 健太 大輔 翔太 陽菜 結衣 美咲 さくら 愛 誠 直樹 裕子 恵子 由美子 たろう はなこ タロウ ハナコ`;

const GIVEN_NAMES: ReadonlySet<string> = new Set(NAMES.split(/\s+/).filter((name) => name !== ''));

/** The commonest family names of Chinese and Korean before a given name of one or two signs, and patronymics of Slavic languages. */
const WHOLE_NAME =
  /^[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅郑鄭梁谢謝宋唐许許]\p{Script=Han}{1,2}$|^[김이박최정강조윤장임한오서신권황안송홍]\p{Script=Hangul}{2}$|\s\p{L}+(ович|евич|йович|овна|евна|івна|ївна)$/u;

/** Fewer may be towns, products or brands that are called so. */
const FEWEST = 5;
const SHARE = 0.6;

/** Whether most of the different values of a column are given names, alone or before others. */
export const areGivenNames = (levels: readonly string[]): boolean =>
  levels.length >= FEWEST &&
  levels.filter(
    (level) =>
      WHOLE_NAME.test(level.trim()) ||
      GIVEN_NAMES.has(
        level
          .trim()
          .toLowerCase()
          .split(/[\s.-]/)[0],
      ),
  ).length >=
    levels.length * SHARE;
