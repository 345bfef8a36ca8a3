"""What the people pages give to the menu."""

from schoolgate.community.today import MenuItem

MENU = [MenuItem("People", "people", "people.see", "See who is at the school, and change their roles")]
