export type Category = { slug: string; name: string; text: string }

export type Product = {
  id: string
  /** The picture is images/<picture>.jpg, drawn by drawings/. */
  picture: string
  name: string
  category: Category
  cents: number
  text: string
  details: readonly string[]
  rating: number
  reviews: number
}

const coffee = { slug: 'coffee', name: 'Coffee & tea', text: 'Tools that make the first cup worth waiting for.' }
const table = { slug: 'table', name: 'The table', text: 'Plain, sturdy things for bread, eggs and flowers.' }
const light = { slug: 'light', name: 'Light & green', text: 'Soft light for early hours, and something that grows.' }

export const CATEGORIES: readonly Category[] = [coffee, table, light]

export const PRODUCTS: readonly Product[] = [
  {
    id: '1',
    picture: 'kettle',
    name: 'Gooseneck kettle',
    category: coffee,
    cents: 6900,
    text: 'Pours a thin, calm stream exactly where you point it. Works on gas, electric and induction.',
    details: ['0.9 litres', 'Brushed steel, enamelled', 'Made to be descaled, not replaced'],
    rating: 4.8,
    reviews: 214,
  },
  {
    id: '2',
    picture: 'mug',
    name: 'Stoneware mug',
    category: coffee,
    cents: 1900,
    text: 'Thick walls keep the heat, a wide handle keeps your fingers off it. Each glaze runs a little differently.',
    details: ['330 millilitres', 'Dishwasher safe', 'Thrown and glazed by hand'],
    rating: 4.7,
    reviews: 532,
  },
  {
    id: '3',
    picture: 'carafe',
    name: 'Pour-over carafe',
    category: coffee,
    cents: 4400,
    text: 'One piece of glass that brews and serves. The beech collar comes off for washing.',
    details: ['Six cups', 'Heat-proof borosilicate glass', 'Takes standard paper filters'],
    rating: 4.6,
    reviews: 187,
  },
  {
    id: '4',
    picture: 'grinder',
    name: 'Hand grinder',
    category: coffee,
    cents: 8200,
    text: 'Forty turns for a cup. Steel burrs, a long crank, and a drawer that does not spill.',
    details: ['30 grams', 'Stepless setting, fine to coarse', 'Walnut and steel'],
    rating: 4.5,
    reviews: 96,
  },
  {
    id: '5',
    picture: 'bowl',
    name: 'Breakfast bowl',
    category: table,
    cents: 2400,
    text: 'Deep enough for porridge, wide enough for fruit. Speckled clay under a clear glaze.',
    details: ['16 centimetres across', 'Oven safe to 220 °C', 'Stacks'],
    rating: 4.9,
    reviews: 341,
  },
  {
    id: '6',
    picture: 'board',
    name: 'Bread board',
    category: table,
    cents: 3600,
    text: 'A single plank of oak with a handle that hangs on any nail. Gets better with every loaf.',
    details: ['42 × 22 centimetres', 'Oiled oak', 'From managed woods'],
    rating: 4.7,
    reviews: 158,
  },
  {
    id: '7',
    picture: 'egg-cups',
    name: 'Egg cups, pair',
    category: table,
    cents: 1600,
    text: 'For four-minute eggs and for the minute after. Turned in ash, finished with oil.',
    details: ['Set of two', 'Fit small and large eggs', 'Wash by hand'],
    rating: 4.4,
    reviews: 73,
  },
  {
    id: '8',
    picture: 'vase',
    name: 'Bud vase',
    category: table,
    cents: 2900,
    text: 'One stem is enough. A narrow neck holds it upright; a heavy foot holds the vase.',
    details: ['21 centimetres tall', 'Reactive blue glaze', 'Watertight'],
    rating: 4.8,
    reviews: 129,
  },
  {
    id: '9',
    picture: 'lamp',
    name: 'Mushroom lamp',
    category: light,
    cents: 11900,
    text: 'A low, warm pool of light for the hour before the sun. Dims all the way down.',
    details: ['34 centimetres tall', 'Warm LED included, 2,200 kelvin', 'Linen-covered cable, 2 metres'],
    rating: 4.9,
    reviews: 267,
  },
  {
    id: '10',
    picture: 'pendant',
    name: 'Dome pendant',
    category: light,
    cents: 14500,
    text: 'Spun aluminium over the kitchen table: light on the bread, none in your eyes.',
    details: ['38 centimetres across', 'Powder-coated', 'Cable shortens without tools'],
    rating: 4.6,
    reviews: 88,
  },
  {
    id: '11',
    picture: 'candle',
    name: 'Beeswax candle',
    category: light,
    cents: 2200,
    text: 'Smells of honey and very little else. Fifty mornings in a glass that you will keep.',
    details: ['50 hours', 'Pure beeswax, cotton wick', 'Glass can be refilled'],
    rating: 4.7,
    reviews: 402,
  },
  {
    id: '12',
    picture: 'olive',
    name: 'Olive tree',
    category: light,
    cents: 3900,
    text: 'Asks for a bright window and not much water. Comes potted in terracotta.',
    details: ['About 60 centimetres', 'Pot and saucer included', 'Hardy to −5 °C'],
    rating: 4.3,
    reviews: 151,
  },
]

export const productById = (id: string): Product | undefined => PRODUCTS.find((product) => product.id === id)

export const categoryBySlug = (slug: string): Category | undefined => CATEGORIES.find((each) => each.slug === slug)

export const productsIn = (category: Category): Product[] => PRODUCTS.filter((each) => each.category === category)

const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' })

export const price = (cents: number): string => euros.format(cents / 100)
