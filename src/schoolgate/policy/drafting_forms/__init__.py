"""What somebody types to correct a draft, and the pack's own form of it (docs/packs.md).

Every form here opens on what stands in the pack and, saved unchanged, gives back what means the same.
"""
