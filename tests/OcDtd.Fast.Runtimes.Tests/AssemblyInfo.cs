// Runtimes use every core themselves, and times are taken.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
