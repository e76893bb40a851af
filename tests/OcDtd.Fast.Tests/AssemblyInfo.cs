// The kernels use every core themselves; tests side by side would only share them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
