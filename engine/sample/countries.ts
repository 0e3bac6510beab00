/**
 * Where the customers live: real cities, usual names, and how readily they consent.
 * The rates are made up; that they differ is the point.
 */
import type { PhonePlan } from './phones.ts';

export type Country = {
  code: string;
  /** Relative number of customers. */
  share: number;
  /** Largest first; drawn with weights 1, 1/2, 1/3 … */
  cities: readonly string[];
  women: readonly string[];
  men: readonly string[];
  families: readonly string[];
  /** A country without numbers reserved for fiction borrows those of a neighbour. */
  phones: PhonePlan;
  /** Probability that a person who is asked says yes, before purpose and temperament. */
  consent: number;
};

const list = (text: string): readonly string[] => text.split(', ');

export const COUNTRIES: readonly Country[] = [
  {
    code: 'DE',
    share: 24,
    cities: list('Berlin, Hamburg, München, Köln, Frankfurt am Main, Stuttgart, Leipzig, Nürnberg, Freiburg'),
    women: list('Anna, Lena, Zoë, Katrin, Sabine, Mia, Änne, Ursula, Svenja, Heike, Aylin'),
    men: list('Jürgen, Lukas, Björn, Stefan, Jonas, Günther, Tim, Maximilian, Uwe, Emre, Sören, Felix'),
    families: list(
      'Müller, Schmidt, Weiß, Schröder, Krüger, Yılmaz, Köhler, Vogel, Jäger, Großmann, Hahn, Özdemir',
    ),
    phones: 'DE',
    consent: 0.6,
  },
  {
    code: 'AT',
    share: 5,
    cities: list('Wien, Graz, Linz, Salzburg, Innsbruck, Klagenfurt am Wörthersee'),
    women: list('Johanna, Magdalena, Elisabeth, Theresa, Verena, Sophie, Birgit'),
    men: list('Florian, Matthias, Andreas, Sebastian, Leopold, Jakob, Wolfgang'),
    families: list('Gruber, Huber, Wagner, Pichler, Steiner, Moser, Höller, Grünwald'),
    phones: 'DE',
    consent: 0.62,
  },
  {
    code: 'FR',
    share: 13,
    cities: list('Paris, Marseille, Lyon, Toulouse, Nice, Nantes, Strasbourg, Grenoble, Chambéry, Annecy'),
    women: list('Zoé, Chloé, Amélie, Françoise, Inès, Élodie, Manon, Noémie, Léa, Fatima'),
    men: list('François, Théo, Jérôme, Gaël, Rémi, Étienne, Hugo, Loïc, Karim, Benoît'),
    families: list(
      "Lefèvre, Dubois, Moreau, Garçon, Bézier, Roux, Chevalier, d'Aubigné, Petit, Benali, Faure",
    ),
    phones: 'FR',
    consent: 0.52,
  },
  {
    code: 'ES',
    share: 8,
    cities: list('Madrid, Barcelona, Valencia, Sevilla, Zaragoza, Málaga, Bilbao, San Sebastián, A Coruña'),
    women: list('María, Lucía, Begoña, Sofía, Itziar, Núria, Carmen, Rocío'),
    men: list('José, Andrés, Íñigo, Raúl, Javier, Joaquín, Álvaro, Martín'),
    families: list('García, Muñoz, Ibáñez, Fernández, Peña, Etxeberria, Solé, Ordóñez, Vázquez'),
    phones: 'FR',
    consent: 0.68,
  },
  {
    code: 'IE',
    share: 4,
    cities: list('Dublin, Cork, Limerick, Galway, Waterford, Kilkenny'),
    women: list('Aoife, Siobhán, Niamh, Róisín, Ciara, Gráinne'),
    men: list('Seán, Pádraig, Conor, Cillian, Oisín, Éamon'),
    families: list("O'Brien, Byrne, Ó Súilleabháin, Kelly, Murphy, Ní Dhomhnaill, Walsh"),
    phones: 'IE',
    consent: 0.74,
  },
  {
    code: 'SE',
    share: 6,
    cities: list('Stockholm, Göteborg, Malmö, Uppsala, Umeå, Östersund, Kiruna'),
    women: list('Åsa, Elin, Märta, Ingrid, Linnéa, Saga, Frida'),
    men: list('Björn, Åke, Gustav, Nils, Sixten, Oskar, Göran'),
    families: list('Johansson, Åkerblom, Lindström, Sjögren, Nyström, Ekdahl, Bäckman'),
    phones: 'SE',
    consent: 0.7,
  },
  {
    code: 'PL',
    share: 8,
    cities: list('Warszawa, Kraków, Łódź, Wrocław, Poznań, Gdańsk, Zakopane'),
    women: list('Zofia, Małgorzata, Agnieszka, Żaneta, Katarzyna, Elżbieta, Bożena'),
    men: list('Łukasz, Paweł, Michał, Krzysztof, Stanisław, Jędrzej, Grzegorz'),
    families: list('Wójcik, Kamińska-Nowak, Dąbrowski, Zieliński, Szymańska, Kozłowski, Mazur, Jabłoński'),
    phones: 'DE',
    consent: 0.64,
  },
  {
    code: 'GB',
    share: 16,
    cities: list(
      'London, Birmingham, Manchester, Leeds, Glasgow, Bristol, Edinburgh, Cardiff, Belfast, Keswick',
    ),
    women: list('Olivia, Emma, Priya, Charlotte, Zoë, Fiona, Bronwen, Amelia, Grace, Nadia'),
    men: list('Oliver, James, Callum, Mohammed, Rhys, Harry, Alastair, George, Kwame, Tom'),
    families: list("Smith, Jones, O'Neill, Patel, MacDonald, Taylor, Llewellyn, Khan, Wright, Hughes-Brontë"),
    phones: 'GB',
    consent: 0.76,
  },
  {
    code: 'US',
    share: 11,
    cities: list(
      'New York, Los Angeles, Chicago, Denver, Seattle, Portland, Boulder, Salt Lake City, Burlington',
    ),
    women: list('Emily, Ashley, Jessica, María, Tiffany, Hannah, Keisha, Mei'),
    men: list('Michael, Jacob, José, Tyler, DeShawn, Ethan, Ryan, Wei'),
    families: list("Johnson, Williams, Hernández, Nguyen, Miller, O'Connor, Washington, Chen, St. James"),
    phones: 'US',
    consent: 0.88,
  },
  {
    code: 'CH',
    share: 5,
    cities: list('Zürich, Genève, Basel, Lausanne, Bern, Luzern, Chur, Neuchâtel'),
    women: list('Céline, Ursina, Regula, Chiara, Vreni, Laetitia, Nicole'),
    men: list('Reto, Urs, Beat, Luca, Jérémie, Andri, Köbi'),
    families: list('Bünzli, Rüegg, Favre, Bernasconi, Zgraggen, Müller, Caduff, Hürlimann'),
    phones: 'DE',
    consent: 0.57,
  },
];
