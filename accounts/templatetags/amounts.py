"""`{{ cost|money:currency }}`, `{{ cost|price:currency }}`: the one way amounts are written."""

from django import template

from accounts.rules import money as amounts

register = template.Library()
register.filter("money", amounts.money)
register.filter("price", amounts.price)
