using ConformanceTests.Areas;

namespace ConformanceTests.Stores;

public sealed class ExitsPostgresCollectionManagementTests : CollectionManagementTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresKeyTests : KeyTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresCrudTests : CrudTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresDynamicTests : DynamicTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresDataTypeTests : DataTypeTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresVectorTests : VectorTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresDistanceFunctionTests : DistanceFunctionTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresIndexKindTests : IndexKindTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresSearchTests : SearchTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresFilterTests : FilterTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresFilterFuzzTests : FilterFuzzTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresHybridSearchTests : HybridSearchTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresWordFuzzTests : WordFuzzTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresEmbeddingGenerationTests : EmbeddingGenerationTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresBadInputTests : BadInputTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresNameTests : NameTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresChatHistoryMemoryTests : ChatHistoryMemoryTests<ExitsPostgresFixture>;

public sealed class ExitsPostgresContentTests : ContentTests<ExitsPostgresFixture>;
