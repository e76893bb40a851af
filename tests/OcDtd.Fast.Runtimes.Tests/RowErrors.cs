using OcDtd.Fast.Runtimes.Tests.Cases;
using OcDtd.Fast.Runtimes.Tests.Runtimes;
using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Runtimes.Tests;

/// <summary>Each row's errors against the oracle, as multiples of their bounds.</summary>
internal sealed class RowErrors(RuntimeCase one, Answers found)
{
    private readonly OracleAnswers _expected = one.Expected;
    private readonly int _features = one.Rows.GetLength(1);
    private readonly double[] _relevance = new double[one.Rows.GetLength(1)];

    /// <summary>Whether all that the oracle knows was answered.</summary>
    internal bool IsComplete => HasRelevance == (_expected.Relevance is not null) && HasResidual == (_expected.Residual is not null);

    internal bool HasRelevance => found.Relevance is not null && _expected.Relevance is not null;

    internal bool HasResidual => found.Residual is not null && _expected.Residual is not null;

    internal double Score(int row) => OracleBounds.ScoreError(found.Outlierness[row], _expected.Outlierness[row]);

    internal double Relevance(int row) => OracleBounds.RelevanceError(
        found.Relevance.AsSpan(row * _features, _features), ExpectedRelevance(row), _expected.Outlierness[row]);

    internal double Residual(int row) => OracleBounds.ResidualError(
        found.Residual![row], _expected.Residual![row], ExpectedRelevance(row).Max(), _expected.Outlierness[row]);

    private double[] ExpectedRelevance(int row)
    {
        for (int j = 0; j < _features; j++)
            _relevance[j] = _expected.Relevance![row * _features + j];
        return _relevance;
    }
}
