namespace OcDtd.Fast;

/// <summary>Gives models a scaling.</summary>
public static class ScaledModels
{
    /// <summary>The same model for rows in the user's units: it scales each row before anything else is done with it.</summary>
    /// <typeparam name="TModel">The kind of model.</typeparam>
    /// <param name="model">Made of rows that <paramref name="scaling"/> had scaled; stays as it is.</param>
    /// <param name="scaling">For as many features as the model has, in place of any that it has; null for none.</param>
    /// <returns>A model of the same kind with the same members, shared and not copied; itself where it has that scaling.</returns>
    /// <exception cref="ArgumentException">The scaling is for another number of features.</exception>
    public static TModel WithScaling<TModel>(this TModel model, FeatureScaling? scaling)
        where TModel : OneClassModel
    {
        ArgumentNullException.ThrowIfNull(model);
        if (scaling is not null && scaling.FeatureCount != model.FeatureCount)
        {
            throw new ArgumentException(
                $"the scaling is for {scaling.FeatureCount} features; the model has {model.FeatureCount}.", nameof(scaling));
        }

        return ReferenceEquals(scaling, model.Scaling) ? model : (TModel)model.CopyWithScaling(scaling);
    }
}
