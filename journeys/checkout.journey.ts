import { expect, test } from 'fieldlab/playwright'

test('checkout', async ({ page, step }) => {
  await step('browse', () => page.goto('/'))

  await step('category', () => page.getByRole('link', { name: 'Shop coffee & tea' }).click())

  // A route change without a document load: a page view of its own, with its own LCP.
  await step('product', async () => {
    await page.getByRole('link', { name: 'Gooseneck kettle' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Gooseneck kettle' })).toBeVisible()
  })

  await step('add to cart', async () => {
    await page.getByRole('button', { name: 'Add to cart' }).click()
    await expect(page.getByRole('status')).toContainText('is in your cart')
  })

  // A step may open several pages: each is a page view of its own.
  await step('checkout', async () => {
    await page.getByRole('link', { name: /^Cart/ }).click()
    await page.getByRole('link', { name: 'Checkout' }).click()
  })

  await step('payment', async () => {
    await page.getByLabel('Full name').fill('Ada Example')
    await page.getByLabel('Email').fill('ada@example.com')
    await page.getByLabel('Street and number').fill('1 Quiet Lane')
    await page.getByLabel('Postcode and city').fill('12345 Slowtown')
    await page.getByRole('button', { name: 'Continue to payment' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Payment' })).toBeVisible()
  })

  await step('order', async () => {
    await page.getByLabel('Card number').fill('4242 4242 4242 4242')
    await page.getByLabel('Expiry').fill('09/31')
    await page.getByLabel('Security code').fill('123')
    await page.getByRole('button', { name: 'Pay' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Thank you')
  })
})
