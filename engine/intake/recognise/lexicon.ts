/**
 * Words of headers in English, German, French, Spanish, Italian, Dutch and Portuguese, without accents and
 * joined where they are several ("dateofbirth"). A header is matched by whole words only.
 */

export const CONCEPTS = [
  'customer',
  'id',
  'foreign-id',
  'email',
  'phone',
  'device',
  'name',
  'account-name',
  'address',
  'location',
  'birth',
  'ip',
  'card',
  'iban',
  'national-id',
  'secret',
  'free-text',
  'web-address',
  'sensitive',
  'proxy',
  'quasi',
  'time',
  'amount',
  'price',
  'order-id',
  'event-name',
  'consent',
  'refusal',
  'purpose',
  'state',
  'notice',
  'method',
  'until',
  'count',
  'total',
  'version',
] as const;
export type Concept = (typeof CONCEPTS)[number];

const WORDS: Record<Concept, string> = {
  customer: `customerid customernumber customerno customernr custid custno custnr customer customerkey userid user
    clientid clientnumber memberid membernumber memberno subscriberid contactid personid householdid accountid accountnumber
    buyerid shopperid patronid visitorcustomerid loyaltyid loyaltynumber kundennummer kundennr kundenid kunde kundeid
    mitgliedsnummer nutzerid benutzerid numeroclient nclient idclient codeclient client idclient idcliente cliente
    numerocliente codigocliente codicecliente clienteid klantnummer klantid klant klantnr idutilisateur idusuario
    idutente numerodecliente numerodeclient codigodocliente profileid externalid externalcustomerid hsobjectid recordid`,
  id: 'id idnum uid key guid uuid identifier identifiant identificador identificativo kennung rowid recid',
  'foreign-id': `productid storeid campaignid couponid couponupc manufacturerid variantid locationid appid addressid
    sku upc ean stockcode articleid itemid lineid sessionid pageid categoryid employeeid staffid staffmemberid ownerid
    streamid siteid propertyid projectid tenantid companyid brandid vendorid supplierid warehouseid messageid templateid artikelnummer productcode`,
  email: `email emailaddress mail mailaddress emailadresse mailadresse courriel adressemail adresseemail
    correo correoelectronico direcciondecorreo indirizzoemail postaelettronica emailadres mailadres endereco email
    enderecodeemail`,
  phone: `phone phonenumber telephone telephonenumber tel mobile mobilenumber mobilephone cell cellphone handy
    handynummer telefon telefonnummer mobilnummer mobiltelefon rufnummer telefonnr portable numerodetelephone
    numerotelephone telefono numerodetelefono movil cellulare numeroditelefono telefoon telefoonnummer mobiel telefone
    telemovel celular msisdn whatsapp homephone workphone`,
  device: `deviceid anonymousid cookieid cookie clientcookie distinctid visitorid fingerprintid advertisingid idfa
    gaid aaid idfv imei imsi androidid gerateid gclid fbclid mobileadid maid`,
  name: `firstname lastname surname fullname givenname middlename maidenname familyname forename nickname salutation
    contactname contactperson emergencycontact notfallkontakt ansprechpartner kontaktperson spouse spousename ehepartner
    ehefrau ehemann guardian mothersname fathersname referredby accountmanager accountowner salesrep salesperson kundenbetreuer
    sachbearbeiter customername personname shippingname billingname recipient vorname nachname familienname anrede name prenom nom nomdefamille
    nombre apellido apellidos nome cognome sobrenome voornaam achternaam naam first last middle`,
  'account-name': `username login loginname handle screenname benutzername nutzername utilisateur usuario utente
    gebruikersnaam twitterid facebookid linkedinid instagram fbid twitter socialid`,
  address: `address addressline line1 line2 line3 anschrift lieferanschrift rechnungsanschrift lieferadresse
    rechnungsadresse adresszeile address1 address2 street streetaddress streetnumber housenumber addressline1 addressline2 adresse
    strasse hausnummer rue adresse1 numeroderue direccion calle indirizzo via straat huisnummer adres endereco rua
    morada suburb po pobox fax faxnumber telefax faxnummer company companies companyname firma firmen organization organisation organizations
    organisations organizationname organisationname employer arbeitgeber entreprise societe empresa azienda bedrijf werkgever`,
  location: 'latitude longitude lat lon lng latlong geo gps coordinates geolocation locationcoordinates',
  birth: `birth birthdate birthday dateofbirth dob bday born geb geboren geburtsdatum geburtstag gebdatum naissance datedenaissance
    datenaissance nacimiento fechadenacimiento fechanacimiento nascita datadinascita datanascita geboortedatum
    verjaardag nascimento datadenascimento datanascimento`,
  ip: 'ip ipaddress ipaddr ipadresse adresseip direccionip indirizzoip browserip clientip remoteaddr ipv4 ipv6 optinip',
  card: `creditcard creditcardnumber cardnumber ccnumber ccnum pan cardlast4 kreditkarte kreditkartennummer
    cartebancaire numerodecarte tarjeta numerodetarjeta cartadicredito cartaocredito cvv cvc`,
  iban: 'iban bic swift bankaccount kontonummer bankverbindung rib cuentabancaria contobancario rekeningnummer',
  'national-id': `ssn socialsecurity socialsecuritynumber socsecid nationalid nationalidnumber taxid taxnumber tin
    passport passportnumber driverlicence driverlicense licencenumber licensenumber personalausweis reisepass steuernummer
    steuerid sozialversicherungsnummer numerodesecuritesociale nir dni nie nif codicefiscale bsn cpf cnpj vatid`,
  secret:
    'password passwd pwd passwort motdepasse contrasena senha wachtwoord pin token secret apikey carttoken checkouttoken',
  'free-text': `note notes noteattributes comment comments remark remarks description message body feedback review
    text memo freetext bemerkung bemerkungen kommentar notiz notizen anmerkung beschreibung nachricht commentaire
    commentaires remarque notas comentario comentarios observaciones commenti commento nota osservazioni opmerking
    opmerkingen observacao observacoes subject reason cancelreason question answer transcript tags`,
  'web-address':
    'url website link referrer referer referringsite landingpage landingsite landingsitebaseurl page statuspageurl useragent path screen',
  sensitive: `health healthcondition medical diagnosis disease illness disability disabled allergy allergies medication
    prescription pregnant pregnancy bloodtype bloodgroup bmi krankheit gesundheit diagnose behinderung allergie
    schwanger medikament sante maladie handicap grossesse salud enfermedad discapacidad embarazo salute malattia
    disabilita gravidanza gezondheid ziekte zwanger saude doenca deficiencia gravidez hiv
    religion religious religiousbelief faith church konfession glaube kirche kirchensteuer religione religiao
    godsdienst geloof confession eglise iglesia chiesa
    union tradeunion unionmember unionmembership gewerkschaft gewerkschaftsmitglied syndicat sindicato sindacato vakbond
    ethnicity ethnic ethnicgroup ethnicorigin race racial ethnie ethnisch herkunft abstammung etnia etnicidad rasse
    raza razza etnische etniciteit raca
    politics political politicalparty politicalview politicalopinion partei politik parteimitglied politique
    opinionpolitique politica opinionpolitica partidopolitico partitopolitico politiek politischemeinung
    sexlife genderidentity geschlechtsidentitat sexuality sexualorientation sexual orientation sexualitat sexuelleorientierung orientationsexuelle
    orientacionsexual orientamentosessuale seksuelegeaardheid orientacaosexual
    biometric biometrics fingerprint faceid facialrecognition iris voiceprint genetic genetics dna genome
    biometrisch genetisch biometrique genetique biometrico genetico
    conviction convictions criminal criminalrecord offence vorstrafe vorstrafen casierjudiciaire`,
  proxy: `smoker smoking raucher fumeur fumador fumatore krankenkasse krankenversicherung krankenversichert diet dietary dietaryrequirement kosher halal vegan charity donation spende pharmacy apotheke pharmacie
    farmacia kirchgeld parish congregation maritalpartner`,
  quasi: `country countrycode countryname nation land pays pais paese city town stadt ort ville ciudad citta stad
    cidade localita postcode postalcode zip zipcode zippostalcode plz postleitzahl codepostal codigopostal cap postcodes
    state province region county bundesland kanton departement provincia regione provincie estado staat regiao distrito
    municipality gemeinde commune comune gemeente provincecode statecode shippingcountry billingcountry
    age ageband agegroup agerange alter altersgruppe trancheage edad eta leeftijd idade birthyear yearofbirth yob
    geburtsjahr anneedenaissance annonacimiento geboortejaar anodenascimento annodinascita
    gender pronouns sex geschlecht sexe sexo sesso geslacht genero genre
    language locale sprache langue idioma lingua taal customerlocale nativecountry
    job jobtitle occupation profession beruf metier profesion professione beroep profissao title
    education bildung ausbildung educacion istruzione opleiding educacao
    maritalstatus marital familienstand zivilstand etatcivil estadocivil statocivile burgerlijkestaat
    nationality staatsangehorigkeit nationalite nacionalidad nazionalita nationaliteit nacionalidade citizenship
    income einkommen revenu ingresos reddito inkomen renda salary salaryclass householdsize householdcomp
    householdincome kids kidscount children kinder enfants hijos figli kinderen filhos dependents seniorcitizen senior`,
  time: `date time timestamp datetime at day createdat updatedat occurredat orderedat recordedat processedat created
    createdate creationdate signupdate signedup registeredat registrationdate orderdate invoicedate purchasedate
    transactiondate eventtime eventdate eventtimestamp transactiontimestamp redemptiondate startdate enddate paidat
    lastseen datum zeit zeitpunkt zeitstempel bestelldatum rechnungsdatum kaufdatum erstelltam heure datecommande
    dateachat fecha hora fechapedido fechacompra data ora dataordine dataacquisto tijd besteldatum aankoopdatum
    datapedido datacompra horario ts paymentdate visitdate servertime consentdate when synced`,
  amount: `amount total totalprice totalamount grandtotal ordertotal ordervalue sales salesvalue revenue turnover value spend
    spent netamount grossamount price subtotal subtotalprice linetotal paid payment betrag summe gesamt gesamtbetrag
    umsatz gesamtpreis bestellwert montant montanttotal chiffredaffaires prixtotal importe importetotal valor ventas
    importo totale ricavo bedrag totaal omzet valortotal montante quantia netto brutto gross net zbar`,
  price:
    'unitprice priceperunit stuckpreis einzelpreis prixunitaire preciounitario prezzounitario stuksprijs precounitario listprice compareatprice',
  'order-id': `orderid ordernumber orderno ordernr invoiceid invoiceno invoicenumber invoice transactionid transactionno
    basketid receiptid receiptnumber purchaseid saleid bookingid eventid cartid paymentid messageid bestellnummer
    bestellnr bestellung auftragsnummer auftrag auftragsnr rechnungsnummer belegnummer numerodecommande numerocommande ncommande commande commandeid facture numerofacture
    pedido idpedido numerodepedido numeropedido factura ordine idordine numeroordine nordine fattura ordernummer factuurnummer
    bestelnummer numerodopedido numerofatura`,
  'event-name':
    'event eventname eventtype action activity activitytype ereignis aktion evenement evento actie accion acao azione eventlabel',
  consent: `consent consents optin optedin emailoptin smsoptin newsletter subscribed subscription subscriptionstatus
    acceptsmarketing marketingconsent permission permissions gdpr gdprconsent dsgvo einwilligung zustimmung werbeerlaubnis
    consentement abonne consentimiento suscrito consenso iscritto toestemming ingeschreven consentimento inscrito
    buyeracceptsmarketing customeracceptsmarketing acceptsemailmarketing acceptssmsmarketing emailmarketingconsent
    smsmarketingconsent emailpermissionstatus mailinglist tcstring gppstring`,
  refusal: `optout optedout hasoptedout hasoptedoutofemail unsubscribed unsubscribe donotcall donotcontact donotemail
    donottrack suppressed blacklisted blocklisted widerruf widerspruch abgemeldet desabonne desinscrit baja disiscritto
    uitgeschreven descadastrado objection objected withdrawn`,
  purpose:
    'purpose purposes zweck verwendungszweck finalite proposito finalidad finalita scopo doel finalidade channel topic',
  state:
    'state status decision choice granted given entscheidung statut estado stato situacao consentstatus consentstate optinlevel',
  notice:
    'notice noticeversion policyversion privacynotice privacyversion policy terms termsversion datenschutzhinweis consentversion',
  method:
    'method source collectionmethod consentsource consentmethod optinsource quelle origine origen fonte bron medium',
  until:
    'until validuntil expires expiry expiresat expirydate gultigbis valablejusqu validohasta geldigtot validoate',
  count:
    'count number num quantity qty anzahl menge nombrede cantidad quantita aantal quantidade orderscount eventcount index week month tenure frequency recency',
  version:
    'version build release firmware versionsnummer versione versao versie appversion osversion sdkversion',
  total: 'average avg mean sum max min rate score points discount disc tax shipping balance',
};

/** From a joined word to its concept. A word listed twice belongs to the concept listed first. */
export const LEXICON: ReadonlyMap<string, Concept> = (() => {
  const map = new Map<string, Concept>();
  // What must not be overlooked comes first.
  const order: Concept[] = ['sensitive', 'birth', 'card', 'iban', 'national-id', 'secret', ...CONCEPTS];
  for (const concept of order)
    for (const word of WORDS[concept].split(/\s+/)) if (word !== '' && !map.has(word)) map.set(word, concept);
  return map;
})();

/**
 * How words begin that tell Article 9 or 10 data, where languages join or bend them ("Religionszugehörigkeit",
 * "Schwerbehindert", "vaccinated"). Of the beginnings of harmless words none is here.
 */
export const SENSITIVE_STEMS =
  /^(religi|konfession|glauben|kirchensteuer|gewerkschaft|partei(zu|mit|buch)|schwerbehind|behinder|krankheit|erkrank|gesundheit|impf|vaccin|vacun|immuni[sz]|diagnos|allerg|medikat|medicat|medicin|medizin|medicament|schwanger|pregnan|zwanger|embaraz|gravidan|blutgrupp|bloodgr|ethni|etni|rassi|sexual|sexuel|seksue|sessual|biometr|geneti|vorstraf|psych|therap|pflegegrad|pflegestuf|migrationsh|immigrat|asyl|asile|discapac|disabilit|enfermed|maladie|malatt|gezondh|ziekte|sindicat|sindacat|syndicat(s|$)|vakbond)/;

/** Values that tell Article 9 data in a column of few values, whatever its header. */
export const SENSITIVE_VALUES: ReadonlySet<string> = new Set(
  `christianity catholicism islamism judaism hinduism buddhism atheism christentum judentum christianisme judaisme
  pregnancy pregnant schwangerschaft grossesse disability disabled lgbt lgbtq queer transgender
  catholic protestant muslim islam jewish jewry hindu buddhist sikh atheist christian orthodox katholisch evangelisch
  muslimisch judisch catholique musulman juif catolico protestante musulman cattolico musulmano ebreo katholiek
  diabetes cancer asthma hiv depression epilepsy hypertension krebs cancer diabete asma flu gastritis bronchitis pneumonia
  heterosexual homosexual bisexual gay lesbian asexual caucasian hispanic latino african-american afro-american
  democrat republican conservative labour socialist`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Words that a consent state column holds, and the state of the vocabulary they suggest. */
export const STATE_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    given:
      'given granted grant accepted accept subscribed subscribe opted_in opt_in optin active consented yes true 1 y ja oui si sí sì sim tak igen ano áno kyllä da',
    refused:
      'refused denied declined rejected not_subscribed not_opted_in no false 0 n nein non nee nao não nie nem ne nej nei ei nu',
    withdrawn: 'withdrawn withdraw revoked unsubscribed unsubscribe opted_out opt_out optout',
    objected: 'objected objection',
    unknown: 'unknown pending unconfirmed',
  }).flatMap(([state, words]) => words.split(' ').map((word): [string, string] => [word, state])),
);

/** Words in a header or in a purpose column that name a purpose of the vocabulary. */
export const PURPOSE_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'marketing.communications.email':
      'email emailmarketing newsletter mail mailing emailnewsletter marketingemail mailinglist emailoptin acceptsemailmarketing emailmarketingconsent emailpermissionstatus',
    'marketing.communications.sms':
      'sms smsmarketing textmessage smsoptin acceptssmsmarketing smsmarketingconsent marketingsms',
    'marketing.advertising':
      'ads advertising adverts werbung publicite publicidad pubblicita reclame adpersonalization',
    analytics: 'analytics statistics tracking analyse statistik measurement',
    personalize: 'personalize personalise personalization personalisation personalisierung profiling',
  }).flatMap(([purpose, words]) => words.split(' ').map((word): [string, string] => [word, purpose])),
);
