import { price, PRODUCTS, productsIn, type Product } from '../catalogue.ts'
import { link, mainImageURL, type Front } from '../front.ts'
import { html } from '../html.ts'
import type { Page } from './layout.ts'
import { productCard, reviews } from './parts.ts'

/** Up to four others: those of its own category first. */
const companions = (product: Product): Product[] =>
  [...new Set([...productsIn(product.category), ...PRODUCTS])].filter((other) => other !== product).slice(0, 4)

/** The same markup serves as a document and as what the script puts in place on a route change. */
export const productPage = (front: Front, product: Product): Page => ({
  title: product.name,
  description: product.text,
  main: html`
    <nav class="crumbs" aria-label="Breadcrumb">
      <a href="${link(front, '/')}">Home</a> /
      <a href="${link(front, `/category/${product.category.slug}`)}">${product.category.name}</a>
    </nav>
    <article class="product">
      <img
        class="product-image"
        src="${mainImageURL(front, product.picture)}"
        width="640"
        height="640"
        alt="${product.name}"
        fetchpriority="high"
      />
      <div class="product-words">
        <h1 tabindex="-1">${product.name}</h1>
        ${reviews(product)}
        <p class="product-price">${price(product.cents)}</p>
        <p>${product.text}</p>
        <form class="add" method="post" action="${link(front, '/cart')}">
          <input type="hidden" name="product" value="${product.id}" />
          <button class="button" type="submit">Add to cart</button>
        </form>
        <ul class="details">
          ${product.details.map((detail) => html`<li>${detail}</li>`)}
        </ul>
      </div>
    </article>
    <section class="shelf">
      <h2>Goes well with</h2>
      <div class="cards">${companions(product).map((other) => productCard(front, other, 'soft'))}</div>
    </section>
  `,
})
