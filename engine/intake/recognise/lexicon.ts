/**
 * Words of headers in English, German, French, Spanish, Italian, Dutch and Portuguese, without accents and
 * joined where they are several ("dateofbirth"). A header is matched by whole words only. Further languages are in the
 * other files of that name, beginnings of words that tell special data in `special-words.ts`. Words of the meaning `ordinary`
 * describe nobody: in a writing other than Latin a column is kept only where all words of its header are known.
 */
import { ASIAN_WORDS } from './lexicon-asia.ts';
import { CENTRAL_WORDS } from './lexicon-central.ts';
import { CYRILLIC_WORDS } from './lexicon-cyrillic.ts';
import { MORE_WORDS } from './lexicon-more.ts';
import { NEAR_EASTERN_WORDS } from './lexicon-near-east.ts';
import { keysOf } from './tokens.ts';

export const CONCEPTS = [
  'customer',
  'id',
  'foreign-id',
  'email',
  'phone',
  'device',
  'name',
  'account-name',
  'person',
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
  'ordinary',
] as const;
export type Concept = (typeof CONCEPTS)[number];

const WORDS: Partial<Record<Concept, string>> = {
  customer: `customerid customernumber customerno customernr custid custno custnr customer customerkey userid user
    clientid clientnumber memberid membernumber memberno subscriberid contactid personid householdid accountid accountnumber
    buyerid shopperid patronid visitorcustomerid loyaltyid loyaltynumber kundennummer kundennr kundenid kunde kundeid
    mitgliedsnummer nutzerid benutzerid numeroclient nclient idclient codeclient client idclient idcliente cliente
    numerocliente codigocliente codicecliente clienteid klantnummer klantid klant klantnr idutilisateur idusuario
    idutente numerodecliente numerodeclient codigodocliente profileid externalid externalcustomerid hsobjectid recordid
    patientid patientno patientnumber patientnr patientennummer numeropaciente numeropatient`,
  id: 'id idnum uid key guid uuid identifier identifiant identificador identificativo kennung rowid recid',
  'foreign-id': `productid storeid campaignid couponid couponupc manufacturerid variantid locationid appid addressid
    sku upc ean stockcode articleid itemid lineid sessionid pageid categoryid employeeid staffid staffmemberid ownerid
    partnumber partno partnr partnum streamid siteid propertyid projectid tenantid companyid brandid vendorid supplierid warehouseid messageid templateid artikelnummer productcode`,
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
    nombre apellido apellidos nome cognome sobrenome voornaam achternaam naam first last middle
    rufname spitzname geburtsname ehename kindername kindesname vornamekind namedeskindes surnom prenomdelenfant
    prenomenfant apodo nombredelhijo nombrehijo nominativo soprannome nomedelfiglio nomefiglio apelido apelidos
    nomedamae nomedopai nomesocial nomedofilho tussenvoegsel voorletters roepnaam naamkind kindnaam partnernaam
    initials initialen initiales iniziali iniciais contactpersoon knownas preferredname nameofchild childname
    childsname petname signature unterschrift`,
  'account-name': `username login loginname handle screenname benutzername nutzername utilisateur usuario utente
    gebruikersnaam twitterid facebookid linkedinid instagram fbid twitter socialid
    skype tiktok discord snapchat telegram alias slackuser gamertag steamid pseudo pseudonyme nutzerkonto`,
  person: `owner
    sender payee payer caller attendee passenger signedby assignedto assignee createdby modifiedby
    lastmodifiedby updatedby author reviewer approver agent cardholder accountholder nextofkin mother father
    mothers fathers doctor physician teacher classteacher kontoinhaber karteninhaber empfanger besteller
    absender betreuer klassenlehrer bevollmachtigter mitarbeiter zustandigermitarbeiter vormund destinataire
    titulaire conseiller referent interlocuteur conjoint expediteur tuteur titular destinatario destinataria
    comercial comercialasignado conyuge tutor remitente vendedor responsable intestatario referente coniuge
    mittente responsabile conjuge responsavel remetente ontvanger voogd rekeninghouder eigenaar photo foto
    avatar profilepicture profilephoto photourl bild portrait familydoctor hausarzt arzt medecin medecintraitant medico`,
  address: `address addressline line1 line2 line3 anschrift lieferanschrift rechnungsanschrift lieferadresse
    rechnungsadresse adresszeile address1 address2 street streetaddress streetnumber housenumber addressline1 addressline2 adresse
    strasse hausnummer rue adresse1 numeroderue direccion calle indirizzo via straat huisnummer adres endereco rua
    morada suburb po pobox fax faxnumber telefax faxnummer company companies companyname firma firmen organization organisation organizations
    organisations organizationname organisationname employer arbeitgeber entreprise societe empresa azienda bedrijf werkgever
    str hausnr strassenname strassehausnummer domicilio residenza logradouro complemento straatnaam
    huisnr streetname housename flatnumber apartment apartmentnumber aptnumber building deliveryinstructions
    lieferhinweis lieferhinweise raisonsociale ragionesociale razonsocial razaosocial employeur empleador
    datoredilavoro empregador bedrijfsnaam firmenname w3w what3words`,
  location: `latitude longitude lat lon lng latlong geo gps coordinates geolocation locationcoordinates
    koordinaten breitengrad langengrad geohash pluscode easting northing coordonnees coordenadas coordinate
    latitud longitud latitudine longitudine breedtegraad lengtegraad geopoint latlng wgs84 gpslat gpslon gpslng`,
  birth: `birth birthdate birthday dateofbirth dob bday born geb geboren geburtsdatum geburtstag gebdatum naissance datedenaissance
    datenaissance nacimiento fechadenacimiento fechanacimiento nascita datadinascita datanascita geboortedatum
    verjaardag nascimento datadenascimento datanascimento
    fechadenac fnac ddn datanasc dtnascimento gebdat`,
  ip: 'ip ipaddress ipaddr ipadresse adresseip direccionip indirizzoip browserip clientip remoteaddr ipv4 ipv6 optinip',
  card: `creditcard creditcardnumber cardnumber ccnumber ccnum pan cardlast4 kreditkarte kreditkartennummer
    cartebancaire numerodecarte tarjeta numerodetarjeta cartadicredito cartaocredito cvv cvc`,
  iban: 'iban bic swift bankaccount kontonummer bankverbindung rib cuentabancaria contobancario rekeningnummer',
  'national-id': `ssn socialsecurity socialsecuritynumber socsecid nationalid nationalidnumber taxid taxnumber tin
    passport passportnumber driverlicence driverlicense licencenumber licensenumber personalausweis reisepass steuernummer
    steuerid sozialversicherungsnummer numerodesecuritesociale nir dni nie nif codicefiscale bsn cpf cnpj vatid
    ausweisnummer personalausweisnummer sozialversicherungsnr svnr versichertennummer krankenversichertennummer
    kennzeichen kfzkennzeichen passnummer nsecuritesociale numerodepasseport passeport plaquedimmatriculation
    immatriculation matricula pasaporte numerodepasaporte nseguridadsocial seguridadsocial nss targa passaporto
    numeropassaporto placa rg cartaodecidadao kenteken paspoortnummer burgerservicenummer rijbewijsnummer
    licenceplate licenseplate numberplate registrationplate vehiclereg vehicleregistration chassisnumber
    nhsno nhsnumber insurancenumber policynumber insurancepolicynumber medicalrecordnumber mrn taxfilenumber tfn
    aadhaar aadhar pannumber curp rfc mynumber nino ppsn ird badgenumber employeenumber employeeno
    personalnummer matricule matricolanumero cedula numerocedula numerodeseguridadsocial nationalinsurancenumber
    medicare medicarenumber ustid steueridnr identificacionfiscal numerofiscal`,
  secret: `password passwd pwd passwort motdepasse contrasena senha wachtwoord pin token secret apikey carttoken checkouttoken
    gatecode doorcode turcode codeporte digicode alarmcode securityanswer`,
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
    conviction convictions criminal criminalrecord offence vorstrafe vorstrafen casierjudiciaire
    diabetic diabetes depression addiction sobriety ivf infertility insulin glucose glucoselevel bloodsugar
    bloodpressure cholesterol coeliac celiac bodyweight hearingaid wheelchair wheelchairuser mosque
    synagogue baptism tithe zakat ramadan hijab kosher halal caste nativeamerican refugee votingintention
    partyaffiliation skintone skincolour skincolor shopsteward facetemplate patient patienttype smoker smoking
    menstrualcycle genderreassignment fingerabdruck gdb gradderbehinderung rollstuhl raucher brillenstarke
    dioptrien horgerat kinderwunsch entbindungstermin wahlverhalten rqth enceinte accouchement culte croyance
    croyances condamnation condamnations pathologie fumeur couleurdepeau regimealimentaire creencia creencias
    ideologia minusvalia fumador huelladactilar antecedentespenales colordepiel credo incinta invalidita
    partito farmaci improntadigitale precedentipenali fumatore patologia crenca gestante cordapele partido
    impressaodigital antecedentescriminais deficiente beperking ras geaardheid opinionipolitiche empreintedigitale empreintesdigitales
    reconocimientofacial chroniccondition chronicconditions babyduedate duedatebaby strafblad partij medicijnen`,
  proxy: `krankenkasse krankenversicherung krankenversichert diet dietary dietaryrequirement vegan charity
    donation spende pharmacy apotheke pharmacie farmacia kirchgeld parish congregation maritalpartner
    dietaryrestrictions denomination`,
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
    householdincome kids kidscount children kinder enfants hijos figli kinderen filhos dependents seniorcitizen senior
    birthplace placeofbirth birthmonth geburtsort geburtsmonat lieudenaissance lugardenacimiento luogodinascita
    naturalidade geboorteplaats herkunftsland muttersprache wohnort stadtteil landkreis kreis berufsgruppe
    branche abteilung position haushaltsgrosse haushaltseinkommen nettoeinkommen staatsburgerschaft nationalitat
    sternzeichen titel akademischergrad schulabschluss schulklasse kaufkraft bonitat schufa schufascore
    geratemodell wohnsituation wohnform autobesitzer fahrzeugmodell minderjahrig rentner korpergrosse
    schuhgrosse konfektionsgrosse arbeitslos ruhestand anzahlkinder quartier csp categoriesocioprofessionnelle
    secteur secteurdactivite fonction poste revenus situationfamiliale civilite diplome signeastrologique mineur
    retraite codeinsee arrondissement tailleenfant poblacion municipio barrio comunidadautonoma comunidad
    ocupacion cargo puesto sector estudios nivelestudios jubilado menordeedad talla signozodiacal quartiere
    mansione ruolo settore cittadinanza titolodistudio minorenne pensionato occupazione segnozodiacale
    faixaetaria cep uf freguesia concelho ocupacao setor rendimento escolaridade menor menordeidade aposentado
    reformado signo plaats woonplaats wijk buurt functie minderjarig gepensioneerd burgerlijkestand sterrenbeeld
    postalarea neighbourhood neighborhood borough ward censustract lsoa msa dma metro metroarea areacode
    territory storenearest homestore neareststore seniority department industry jobfunction relationshipstatus
    visa schoolyear minor isminor under18 under16 under13 underage child isparent parent parents retired
    unemployed student studentstatus veteran military homeowner carowner carmodel carmake vehiclemodel
    devicemodel phonemodel browser screenresolution timezone zodiac starsign height bodyheight shoesize
    creditscore networth wealth wealthsegment mosaic acorn honorific mrmrs householdcomposition housingtype
    tenuretype dwelling dwellingtype hobby hobbies school schule ecole colegio scuola escola kita kindergarten bairro
    weight gewicht poids peso taille enfant hijo figlio filho mobilityneeds halbwaise alleinerziehend
    singleparent parentalconsent elterneinwilligung`,
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
    uitgeschreven descadastrado objection objected withdrawn stop refused declined abgelehnt ablehnung abmeldung refus refuse
    rechazo rechazado rifiuto rifiutato geweigerd afgemeld recusa recusado`,
  purpose:
    'purpose purposes zweck verwendungszweck finalite proposito finalidad finalita scopo doel finalidade channel topic',
  state:
    'state status decision choice granted given entscheidung statut estado stato situacao consentstatus consentstate optinlevel',
  notice: `notice noticeversion policyversion privacynotice privacyversion policy terms termsversion datenschutzhinweis consentversion
    politicadeprivacidad politiquedeconfidentialite politicadeprivacidade politicasulaprivacy informativaprivacy`,
  method:
    'method source collectionmethod consentsource consentmethod optinsource quelle origine origen fonte bron medium',
  until:
    'until validuntil expires expiry expiresat expirydate gultigbis valablejusqu validohasta geldigtot validoate',
  count:
    'count number num followers quantity qty anzahl menge nombrede cantidad quantita aantal quantidade orderscount eventcount index week month tenure frequency recency',
  version:
    'version build release firmware versionsnummer versione versao versie appversion osversion sdkversion',
  total: 'average avg mean sum max min rate score points discount disc tax shipping balance',
};

/** From a joined word to its concept. A word listed twice belongs to the concept listed first. */
export const LEXICON: ReadonlyMap<string, Concept> = (() => {
  const map = new Map<string, Concept>();
  // What must not be overlooked comes first.
  const order: Concept[] = ['sensitive', 'birth', 'card', 'iban', 'national-id', 'secret', ...CONCEPTS];
  const all = [WORDS, MORE_WORDS, CYRILLIC_WORDS, CENTRAL_WORDS, NEAR_EASTERN_WORDS, ASIAN_WORDS];
  for (const words of all)
    for (const concept of order)
      for (const word of keysOf(words[concept] ?? ''))
        if (word !== '' && !map.has(word)) map.set(word, concept);
  return map;
})();
