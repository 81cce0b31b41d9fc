using Reminisce.Training;

namespace Reminisce.Evaluation;

/// <summary>The pack under test, written anew with smaller weights into a temporary folder.</summary>
internal sealed class QuantisedPack : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reminisce-quantised-");

    public QuantisedPack(TowerBench bench, WeightFormat format, CancellationToken cancellationToken)
    {
        Format = format;
        PackQuantizer.Quantize(new PackQuantizationOptions { PackFolder = bench.Source.Folder, OutputFolder = _folder.FullName, Weights = format }, cancellationToken);
        Bench = TowerBench.Open(PackSource.Existing(_folder.FullName), bench.Tower.Description.Name, bench.Data, bench.Items.Count, bench.Fold);
    }

    public WeightFormat Format { get; }

    public TowerBench Bench { get; }

    public void Dispose()
    {
        Bench.Dispose();
        _folder.Delete(recursive: true);
    }
}
