namespace OcDtd.Fast;

/// <summary>Where a <see cref="DecisionRule"/> has its threshold from.</summary>
public enum ThresholdSource
{
    /// <summary>A one-class SVM's own boundary: −log ρ, void once support vectors were cut or members joined.</summary>
    SupportVectorMachine,

    /// <summary>Held-out normal rows and a false-alarm rate; any model.</summary>
    Conformal,
}
