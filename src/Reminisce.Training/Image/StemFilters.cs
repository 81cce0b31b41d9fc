using Reminisce.Training.Algebra;

namespace Reminisce.Training.Image;

/// <summary>Filters of the stem: whitened k-means directions of patches, per scale, and colour directions.</summary>
/// <remarks>After Coates and Ng, "Learning feature representations with k-means" (2012).</remarks>
/// <param name="Fine">Filters x patch, for the picture.</param>
/// <param name="Coarse">Filters x patch, for the picture at half size.</param>
/// <param name="Colors">Colour centres x 3.</param>
internal sealed record StemFilters(Matrix Fine, Matrix Coarse, Matrix Colors)
{
    private const int Samples = 60_000;
    private const int Iterations = 10;
    private const double Damping = 0.03;

    public static StemFilters Fit(Matrix pictures, ImageGeometry geometry, Random random) => new(
        Directions(pictures, geometry, 1, random),
        Directions(pictures, geometry, 2, random),
        ColorCenters(pictures, geometry, random));

    private static Matrix Directions(Matrix pictures, ImageGeometry geometry, int scale, Random random)
    {
        var patches = PatchSampler.Draw(pictures, geometry.Size, geometry.Patch, scale, Math.Max(Samples, geometry.Filters), random);
        var components = PrincipalComponents.Fit(patches, geometry.PatchLength);
        var whitening = components.Whitening(Damping);
        var whitened = Products.Multiply(patches, whitening);
        var (centroids, _) = KMeans.Fit(whitened, geometry.Filters, Iterations, random);
        var filters = Products.MultiplyTranspose(centroids, whitening);
        var response = Products.MultiplyTranspose(patches, filters);
        var deviation = Moments.Deviation(response, new float[response.Columns]);
        for (var i = 0; i < filters.Rows; i++)
        {
            // The convolution sees patches with their mean, so each filter must not answer to it.
            var row = filters.Row(i);
            var mean = System.Numerics.Tensors.TensorPrimitives.Sum<float>(row) / row.Length;
            System.Numerics.Tensors.TensorPrimitives.Subtract(row, mean, row);
            System.Numerics.Tensors.TensorPrimitives.Divide(row, deviation[i], row);
        }

        return filters;
    }

    private static Matrix ColorCenters(Matrix pictures, ImageGeometry geometry, Random random)
    {
        var plane = geometry.Size * geometry.Size;
        var centers = new Matrix(geometry.Colors, 3);
        for (var i = 0; i < centers.Rows; i++)
        {
            var picture = pictures.Row(random.Next(pictures.Rows));
            var place = random.Next(plane);
            for (var channel = 0; channel < 3; channel++)
            {
                centers[i, channel] = picture[(channel * plane) + place];
            }
        }

        return centers;
    }
}
