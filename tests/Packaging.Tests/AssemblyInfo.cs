// They build: one at a time is faster than several beside each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
